import TestSupport
import Testing

@testable import Toolchains

@Suite struct EntryPointTests {
    private let finder = EntryPointFinder(language: "Toy")

    @Test(arguments: [
        (["a.py"], "a.py"), (["a.py", "main.py"], "main.py"), (["main.py", "__main__.py"], "__main__.py"),
        (["sub/main.py"], "sub/main.py"),
    ])
    func theNamedSourceOrTheOnlyOneStarts(_ sources: [String], _ expected: String) throws {
        #expect(try finder.file(among: sources, preferring: ["__main__.py", "main.py"]) { _ in nil } == expected)
    }

    @Test(arguments: [
        (["a.py": "", "b.py": ""], "a.py"), (["a.py": "", "Main.py": "import a"], "Main.py"),
        (["a.py": "", "sub/MAIN.py": ""], "sub/MAIN.py"),
        (["helper.py": "x = 1", "solve.py": "from helper import x"], "solve.py"),
        (["a.js": "", "run.js": "const a = require('./a.js')", "x.js": "b(a)"], "run.js"),
        (["a.js": "", "run.js": "require('./a'); require('./b')", "b.js": "require('./a')"], "run.js"),
        (["U.pas": "unit U; end.", "prog.pas": "uses u; begin end."], "prog.pas"),
        (["a.py": "import b", "b.py": "import a"], "a.py"),
        (["b.rs": "pub\nfn\tmain() {}", "a.rs": "fn main_loop() {} // main"], "b.rs"),
        (["b.rs": "fn main() {}", "a.rs": "pub fn main() {}", "c.rs": "mod a;"], "b.rs"),
        (["lib.py": "# for sol\ndef sol(): pass", "sol.py": "from lib import sol"], "sol.py"),
        (["a.py": "", "b.py": "", "z.py": "import a, b"], "z.py"),
        (
            ["b.py": "", "pkg/__init__.py": "from .in import s", "pkg/in.py": "", "run.py": "from pkg.in import s"],
            "run.py"
        ),
        (
            ["alib.js": "// solve\nexport default function solve() {}", "solve.mjs": "import go from './alib.js';"],
            "solve.mjs"
        ),
        (["alib.js": "// solve", "solve.js": "const {\n  x\n} = require( './alib')"], "solve.js"),
        (
            ["helper.pas": "unit helper; { of solution }", "solution.pas": "uses\n  sysutils,\n  Helper;"],
            "solution.pas"
        ),
        (["adder.rb": "# solve uses it", "solve.rb": "require_relative 'adder'"], "solve.rb"),
        (["Adder.pm": "# solve", "solve.pl": "use lib '.'; use Adder;"], "solve.pl"),
        (["adder.php": "<?php /* solve */", "solve.php": "<?php require_once 'adder.php';"], "solve.php"),
        (["adder.lua": "-- solve", "solve.lua": "local add = require \"adder\""], "solve.lua"),
        (["adder.sh": "# solve", "solve.sh": "\n. ./adder.sh"], "solve.sh"),
        (["adder.sh": "# solve", "solve.sh": "source \"$(dirname $0)/adder.sh\""], "solve.sh"),
        (["adder.tcl": "# solve", "solve.tcl": "source [file join . adder.tcl]"], "solve.tcl"),
        (["adder.scm": "; solve", "solve.scm": "(load \"adder.scm\")"], "solve.scm"),
        (["adder.scm": "; solve", "solve.scm": "(use-modules (adder))"], "solve.scm"),
        (["adder.adb": "-- solve", "solve.adb": "with Adder; use Adder;"], "solve.adb"),
        (["sol.py": "", "test_sol.py": "import sol"], "sol.py"), (["sub/a.py": "", "z.py": ""], "z.py"),
        (["a.py": "", "b.py": "", "c.py": "if fn main:"], "c.py"),
        (["a.py": "if fn main: pass", "z.py": "from a import (\n f)"], "z.py"),
        (["a.py": "imports = 'z'\nx.from_z(1)", "z.py": "import sys"], "a.py"),
        (["lib.py": "\"\"\"Use:\nimport sol\nfrom sol import x\n\"\"\"\nx = 1", "sol.py": "import lib"], "sol.py"),
        (["lib.py": "'''\nimport sol\n'''", "sol.py": "s = '\"\"\"'\nimport lib\nt = '\"\"\"'"], "sol.py"),
        (["lib.js": "/*\n import s from './sol'\n*/\n// require('./sol')", "sol.js": "require('./lib')"], "sol.js"),
        (["lib.js": "", "sol.js": "const u = 'http://x'; require('./lib')"], "sol.js"),
        (["lib.rs": "/* mod sol; */ fn f<'a>(x: &'a str) {}", "sol.rs": "mod lib;"], "sol.rs"),
        (["lib.rb": "=begin\nrequire_relative 'sol'\n=end", "sol.rb": "require_relative 'lib'"], "sol.rb"),
        (["Lib.pm": "=pod\n\nuse sol;\n\n=cut\n1;", "sol.pl": "use Lib;"], "sol.pl"),
        (["lib.lua": "--[[\nrequire 'sol'\n]]", "sol.lua": "require 'lib'"], "sol.lua"),
        (["lib.pas": "{\nuses sol;\n} unit lib; end.", "sol.pas": "uses lib; begin end."], "sol.pas"),
    ])
    func ofSeveralTheOneWhereTheProgramStartsIsFound(_ sources: [String: String], _ expected: String) throws {
        let found = try finder.file(among: sources.keys.sorted(), preferring: ["index.js"], mark: "fn main") {
            sources[$0].map { Array($0.utf8) }
        }
        #expect(found == expected)
    }

    @Test("Nobody can have it look for ever")
    func workIsBounded() throws {
        let (text, name) = (
            Array(repeating: "a ", count: 1 << 18).joined(), Array(repeating: "a", count: 60).joined(separator: " ")
        )
        let (names, bytes) = ((0..<128).map { "\(name) \($0).py" }, Array(text.utf8))
        #expect(SourceGraph(names) { _ in bytes }.roots(mark: "fn main") == [])
        #expect(try finder.file(among: names, preferring: [], mark: "fn main") { _ in bytes } == names[0])
        #expect(SourceWords.contains("a a a a a a a a", in: bytes) && !SourceWords.contains(name, in: bytes))
    }

    @Test("Marks of texts that do not end are looked at once, and not once for each of them")
    func quotationsAreBounded() {
        let text = Array(("\"" + String(repeating: "\\\"", count: 1 << 16) + "\npublic class X {}").utf8)
        #expect(PublicClass.name(in: text, of: "a.java") == "X")
    }

    @Test("Brackets that nobody closes are looked into a few hundred times, and not at each import")
    func bracketsAreBounded() {
        func loads(_ count: Int) -> String {
            let text =
                Array(repeating: "import (\n", count: count).joined() + String(repeating: " ", count: 5000)
                + "\nfrom a import (\n b)"
            return String(decoding: LoadStatements(in: Array(text.utf8)).text, as: UTF8.self)
        }
        #expect(loads(10).contains("b") && !loads(300).contains("b"))
    }

    @Test(
        "A source in Java is called as its public class",
        arguments: [
            ("public class Sum {}", "Sum.java"), ("package a.b; @X(\"{\") public final class Sum<T> {}", "Sum.java"),
            ("class A {}\n/* public class B */ // public class C\npublic enum D { E }", "D.java"),
            ("class A { public class B {} static String s = \"}\"; char c = '}'; }\nclass C {}", "sum.java"),
            ("public class Größe{}", "Größe.java"), ("public\nabstract strictfp class Z", "Z.java"),
            ("public class", "sum.java"),
            ("@interface X { String[] v() default {\"a\"}; } public class Y {}", "Y.java"),
            ("public class Other {}", "sum.java"), ("class A { public class B {} ", "sum.java"),
        ])
    func publicClasses(source: String, name: String) throws {
        let java = try #require(try RepositoryLanguages.catalog["java"])
        let files = ["dir/sum.java", "dir/Other.java"]
        let sources = [source, "class Other {}"]
        let names = java.buildNames(for: files) { Array(sources[$0].utf8) }
        #expect(names == ["dir/\(name)", "dir/Other.java"])
        let python = try #require(try RepositoryLanguages.catalog["python3"])
        #expect(python.buildNames(for: ["sum.py"]) { _ in Array("public class X".utf8) } == ["sum.py"])
    }

    @Test(arguments: [
        (["A.class"], ["A.java"], "A"),
        (["A.class", "Main.class"], ["A.java"], "Main"),
        (["A.class", "B.class"], ["B.java"], "B"),
        (["A.class", "SumKt.class"], ["sum.kt"], "SumKt"),
        (["org/toy/Main.class", "org/toy/A.class"], ["org/toy/A.java"], "org.toy.Main"),
        (["A.class", "A$1.class", "A$Inner.class"], ["b.java"], "A"),
    ])
    func classesAreJudgedByTheirNames(_ files: [String], _ sources: [String], _ expected: String) throws {
        let found = try finder.mainClass(among: files, sources: sources, preferring: ["Main"]) { _ in nil }
        #expect(found == expected)
    }

    @Test func onlyClassesWithAMainMethodCount() throws {
        let bytes = ["A.class": ClassBytes.make(), "B.class": ClassBytes.make(name: "start"), "C$D.class": [0xCA]]
        let found = try finder.mainClass(
            among: ["A.class", "B.class", "C$D.class"], sources: ["B.java"], preferring: ["Main"]
        ) { bytes[$0] }
        #expect(found == "A")
    }

    @Test(arguments: [(["p/B.class", "A.class"], "A"), (["A.class", "p/main.class"], "p.main")])
    func ofSeveralMainMethodsTheFirstByNameIsTaken(_ classes: [String], _ expected: String) throws {
        let found = try finder.mainClass(among: classes, sources: ["x.java"], preferring: ["Main"]) { _ in
            ClassBytes.make()
        }
        #expect(found == expected)
    }

    @Test func noMainMethodIsExplained() {
        #expect(throws: ToolchainError.self) {
            try finder.mainClass(among: ["A.class"], sources: ["A.java"], preferring: ["Main"]) { _ in [] }
        }
    }

    @Test func mainMethodsAreRecognized() {
        #expect(ClassFile.hasMainMethod(ClassBytes.make()))
        #expect(!ClassFile.hasMainMethod(ClassBytes.make(name: "mane")))
        #expect(!ClassFile.hasMainMethod(ClassBytes.make(descriptor: "()V")))
        #expect(!ClassFile.hasMainMethod(ClassBytes.make(flags: 0x0001)))
        #expect(!ClassFile.hasMainMethod(ClassBytes.make(flags: 0x0008)))
    }

    @Test func damagedClassFilesHaveNoMainMethod() {
        let whole = ClassBytes.make()
        for end in 0..<(whole.count - 8) {
            #expect(!ClassFile.hasMainMethod(Array(whole[..<end])))
        }
        for position in whole.indices {
            var damaged = whole
            damaged[position] = 0xFF
            _ = ClassFile.hasMainMethod(damaged)
        }
    }
}

/// A class with one field, which has an attribute, and one method.
enum ClassBytes {
    static func make(
        name: String = "main", descriptor: String = "([Ljava/lang/String;)V", flags: UInt16 = 0x0009
    ) -> [UInt8] {
        func two(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
        func text(_ value: String) -> [UInt8] { [1] + two(value.utf8.count) + Array(value.utf8) }
        var bytes: [UInt8] = [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 61]
        // 1 name, 2 descriptor, 3 and 4 a long, 5 class, 6 method handle.
        bytes += two(7) + text(name) + text(descriptor)
        bytes += [5, 0, 0, 0, 0, 0, 0, 0, 9] + [7, 0, 1] + [15, 6, 0, 1]
        // Flags, this, super, one interface.
        bytes += two(0x21) + two(5) + two(5) + two(1) + two(5)
        // One field with one attribute of three bytes.
        bytes += two(1) + two(0) + two(1) + two(2) + two(1) + two(1) + [0, 0, 0, 3, 7, 7, 7]
        bytes += two(1) + two(Int(flags)) + two(1) + two(2) + two(0)
        return bytes + two(0)
    }
}
