import TestSupport
import Testing

@testable import Toolchains

@Suite struct DetectionTests {
    private let catalog: LanguageCatalog

    init() throws {
        catalog = try RepositoryLanguages.catalog
    }

    @Test func theLanguagesAreThere() {
        let expected = """
            ada bash c c-clang cpp cpp-clang csharp d elixir erlang fortran go groovy guile haskell java javascript kotlin lua
            luajit nim ocaml octave pascal perl php prolog pypy3 python3 r racket ruby rust sbcl scala swift tcl
            """
        #expect(
            Set(expected.split(whereSeparator: \.isWhitespace).map(String.init)).isSubset(
                of: catalog.languages.map(\.id)))
        #expect(catalog.languages.map(\.id) == catalog.languages.map(\.id).sorted())
    }

    @Test(arguments: [
        (["a.c"], "c"), (["a.cpp"], "cpp"), (["a.cc"], "cpp"), (["a.C"], "cpp"), (["a.cxx"], "cpp"),
        (["a.py"], "python3"), (["a.pypy"], "pypy3"), (["a.pypy", "lib.py"], "pypy3"), (["a.java"], "java"),
        (["a.kt"], "kotlin"), (["a.cs"], "csharp"), (["a.js"], "javascript"), (["a.go"], "go"), (["a.rs"], "rust"),
        (["a.hs"], "haskell"), (["a.pas"], "pascal"), (["main.cpp", "util.h", "more.hpp"], "cpp"),
        (["main.c", "util.h"], "c"), (["main.cpp", "old.c"], "cpp"), (["main.py", "table.txt", "Makefile"], "python3"),
        (["dir.py/a.cpp"], "cpp"), (["a.pl"], "perl"), (["a.pl", "lib.pm"], "perl"), (["a.pro"], "prolog"),
        (["a.plg"], "prolog"), (["a.lua"], "lua"), (["a.luajit"], "luajit"), (["a.adb", "b.ads"], "ada"),
        (["a.f90"], "fortran"), (["a.d"], "d"), (["a.nim"], "nim"), (["a.ml", "b.mli"], "ocaml"),
        (["a.scala"], "scala"),
        (["a.groovy"], "groovy"), (["a.erl"], "erlang"), (["a.exs"], "elixir"), (["a.ex"], "elixir"),
        (["a.rb"], "ruby"),
        (["a.php"], "php"), (["a.tcl"], "tcl"), (["a.R"], "r"), (["a.r"], "r"), (["a.m"], "octave"),
        (["a.rkt"], "racket"), (["a.scm"], "guile"), (["a.lisp"], "sbcl"), (["a.cl"], "sbcl"), (["a.sh"], "bash"),
        (["main.cpp", "run.sh"], "cpp"), (["build.sh", "validate.py"], "python3"), (["a.luajit", "lib.lua"], "luajit"),
        (["main.swift", "b.swift"], "swift"),
    ])
    func languagesAreToldByExtension(_ files: [String], _ expected: String) {
        #expect(catalog.language(forFiles: files)?.id == expected)
    }

    @Test(arguments: [
        (["a.py"], "kattis", true, "pypy3"), (["a.py"], "domjudge", true, "pypy3"), (["a.py"], "dmoj", true, "python3"),
        (["a.py"], "kattis", false, "python3"), (["a.py3"], "kattis", true, "python3"),
        (["a.py", "b.py3"], "kattis", true, "python3"), (["a.cpp"], "kattis", true, "cpp"),
        (["a.pl"], "kattis", true, "prolog"), (["a.pl"], "icpc-2025-09", true, "prolog"),
        (["a.pl"], "domjudge", true, "perl"), (["a.pl", "b.pm"], "kattis", true, "perl"),
    ])
    func aPackagesHomePrefersAnInterpreterThatIsThere(
        _ files: [String], _ home: String, _ isThere: Bool, _ expected: String
    ) {
        #expect(catalog.language(forFiles: files, in: home, isThere: { _ in isThere })?.id == expected)
    }

    @Test(arguments: [
        ("python3", "pypy3", true), ("pypy3", "python3", false), ("python", "python3", true), ("cpp", "pypy3", false),
        ("nothing", "pypy3", false), ("c", "c-clang", true), ("cpp", "cpp-clang", true), ("c", "cpp-clang", false),
        ("lua", "luajit", true), ("luajit", "lua", false), ("c-clang", "c", false),
    ])
    func aPackageThatTakesALanguageTakesEveryWayToRunIt(_ name: String, _ id: String, _ isTaken: Bool) throws {
        #expect(catalog.admits(name, try #require(catalog[id])) == isTaken)
    }

    @Test(arguments: [[], ["a.h"], ["README"], [".py"], ["a."], ["a.py", "b.java"], ["a.CPP"]])
    func whatHasNoOneLanguage(_ files: [String]) {
        #expect(catalog.language(forFiles: files) == nil)
    }

    @Test(arguments: [("c++", "cpp"), ("python", "python3"), ("c#", "csharp"), ("node", "javascript"), ("go", "go")])
    func aliasesNameLanguages(_ alias: String, _ id: String) {
        #expect(catalog[alias]?.id == id)
    }

    @Test func missingFilesAreReportedWithTheirPackages() throws {
        let text = """
            id: toy
            name: Toy
            extensions: [toy]
            requires: {/bin/sh: dash, /nonexistent/a: one, /nonexistent/*/b: two, /nonexistent/c: one}
            version: [/usr/bin/toy]
            run: {command: [/box/prog]}
            """
        try withDirectory(of: ["toy.yaml": text]) { directory in
            let language = try #require(try LanguageCatalog(directory: directory)["toy"])
            #expect(
                language.availability()
                    == .missing(
                        files: ["/nonexistent/a", "/nonexistent/*/b", "/nonexistent/c"], packages: ["one", "two"]))
        }
    }
}
