import Testing

@testable import Toolchains

@Suite struct DetectionTests {
    private let catalog: LanguageCatalog

    init() throws {
        catalog = try LanguageCatalog(directory: languagesDirectory)
    }

    @Test func theTwelveLanguagesAreThere() {
        let expected = [
            "c", "cpp", "csharp", "go", "haskell", "java", "javascript", "kotlin", "pascal", "pypy3", "python3", "rust",
        ]
        #expect(Set(expected).isSubset(of: catalog.languages.map(\.id)))
        #expect(catalog.languages.map(\.id) == catalog.languages.map(\.id).sorted())
    }

    @Test(arguments: [
        (["a.c"], "c"), (["a.cpp"], "cpp"), (["a.cc"], "cpp"), (["a.C"], "cpp"), (["a.cxx"], "cpp"),
        (["a.py"], "python3"), (["a.pypy"], "pypy3"), (["a.pypy", "lib.py"], "pypy3"), (["a.java"], "java"),
        (["a.kt"], "kotlin"), (["a.cs"], "csharp"), (["a.js"], "javascript"), (["a.go"], "go"), (["a.rs"], "rust"),
        (["a.hs"], "haskell"), (["a.pas"], "pascal"), (["main.cpp", "util.h", "more.hpp"], "cpp"),
        (["main.c", "util.h"], "c"), (["main.cpp", "old.c"], "cpp"), (["main.py", "table.txt", "Makefile"], "python3"),
        (["dir.py/a.cpp"], "cpp"),
    ])
    func languagesAreToldByExtension(_ files: [String], _ expected: String) {
        #expect(catalog.language(forFiles: files)?.id == expected)
    }

    @Test(arguments: [
        (["a.py"], "kattis", true, "pypy3"), (["a.py"], "domjudge", true, "pypy3"), (["a.py"], "dmoj", true, "python3"),
        (["a.py"], "kattis", false, "python3"), (["a.py3"], "kattis", true, "python3"),
        (["a.py", "b.py3"], "kattis", true, "python3"), (["a.cpp"], "kattis", true, "cpp"),
    ])
    func aPackagesHomePrefersAnInterpreterThatIsThere(
        _ files: [String], _ home: String, _ isThere: Bool, _ expected: String
    ) {
        #expect(catalog.language(forFiles: files, in: home, isThere: { _ in isThere })?.id == expected)
    }

    @Test(arguments: [
        ("python3", "pypy3", true), ("pypy3", "python3", false), ("python", "python3", true), ("cpp", "pypy3", false),
        ("nothing", "pypy3", false),
    ])
    func aPackageThatTakesPythonTakesItInEitherInterpreter(_ name: String, _ id: String, _ isTaken: Bool) throws {
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
