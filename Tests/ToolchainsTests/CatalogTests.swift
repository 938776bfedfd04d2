import SystemPackage
import Testing

@testable import Toolchains

@Suite struct CatalogTests {
    private static let small = """
        id: toy
        name: Toy
        extensions: [toy]
        requires: {/usr/bin/toy: toy}
        version: [/usr/bin/toy, --version]
        run:
          command: [/usr/bin/toy, "/box/{main}"]
        entry-point: {files: [main.toy]}
        """

    private func message(_ files: [String: String]) throws -> String? {
        try withDirectory(of: files) { directory -> String? in
            do throws(ToolchainError) {
                _ = try LanguageCatalog(directory: directory)
                return nil
            } catch {
                return error.message
            }
        }
    }

    /// Changes one line of the small language, or adds one at the end.
    private func change(_ line: String, to new: String) -> String {
        Self.small.split(separator: "\n").map { $0 == line ? new : String($0) }.joined(separator: "\n")
            + (line.isEmpty ? "\n" + new : "")
    }

    @Test func aSmallFileIsALanguage() throws {
        try withDirectory(of: ["toy.yaml": Self.small, "README.md": "no language"]) { directory in
            let catalog = try LanguageCatalog(directory: directory)
            #expect(catalog.languages.map(\.id) == ["toy"])
            #expect(catalog["toy"]?.name == "Toy")
            #expect(catalog["nothing"] == nil)
            #expect(try catalog["toy"]?.buildPlan(sources: ["a.toy"]) == nil)
        }
    }

    @Test(arguments: [
        ("id: toy", "", "toy.yaml:2: the key \"id\" is missing"),
        ("id: toy", "id: tox", "toy.yaml:1: \"id\" is \"tox\", so the file must be called tox.yaml"),
        ("name: Toy", "nmae: Toy", "toy.yaml:2: unknown key \"nmae\" (did you mean \"name\"?)"),
        ("name: Toy", "name: [Toy]", "toy.yaml:2: \"name\" must be text, not a list"),
        ("extensions: [toy]", "extensions: [.toy]", "toy.yaml:3: \"extensions\" must list extensions without the dot"),
        ("requires: {/usr/bin/toy: toy}", "requires: {toy: toy}", "\"requires.toy\" must be an absolute path"),
        ("version: [/usr/bin/toy, --version]", "version: []", "must begin with the absolute path of a program"),
        ("version: [/usr/bin/toy, --version]", "version: [toy]", "must begin with the absolute path of a program"),
        (
            "version: [/usr/bin/toy, --version]", "version: [/usr/bin/toy, \"{main}\"]",
            "toy.yaml:5: \"version[1]\" cannot use {main} here"
        ),
        (
            "  command: [/usr/bin/toy, \"/box/{main}\"]", "  command: [/usr/bin/toy, \"{mian}\"]",
            "toy.yaml:7: \"run.command[1]\" has the unknown placeholder {mian}; there are {sources}, {main}"
        ),
        (
            "  command: [/usr/bin/toy, \"/box/{main}\"]", "  command: [/usr/bin/toy, \"-x{sources}\"]",
            "toy.yaml:7: \"run.command[1]\" must be \"{sources}\" alone"
        ),
        ("entry-point: {files: [main.toy]}", "", "toy.yaml:7: \"run.command[1]\" cannot use {main} here"),
        (
            "entry-point: {files: [main.toy]}", "entry-point: {files: [a], classes: [b]}",
            "toy.yaml:8: \"entry-point\" must have either \"files\" or \"classes\""
        ),
        ("", "build: {command: [/bin/x, \"{memory-mib}\"]}", "\"build.command[1]\" cannot use {memory-mib} here"),
        ("", "build: {command: [/bin/x], limits: {cpu: soon}}", "\"build.limits.cpu\" must be a time such as 30s"),
        ("", "build: {command: [/bin/x], limits: {memory: 2GB!}}", "memory\" must be a size such as 64MiB"),
        ("", "build: {command: [/bin/x], limits: {procs: 2}}", "unknown key \"procs\" in \"build.limits\""),
        ("", "build: {command: [/bin/x], mounts: [usr]}", "\"build.mounts[0]\" must be an absolute path"),
        ("", "build: {command: [/bin/x], mounts: [{path: /usr, option: 1}]}", "unknown key \"option\""),
        ("", "build: {command: [/bin/x], keep-sources: maybe}", "keep-sources\" must be true or false, not maybe"),
        ("", "prepare: {command: [/bin/x], path: /prepared}", "\"prepare\" needs a \"build\""),
        (
            "", "build: {command: [/bin/x]}\nprepare: {command: [/bin/x], path: /usr}",
            "toy.yaml:10: \"prepare.path\" must begin with /prepared"
        ),
        (
            "", "build: {command: [/bin/x]}\nprepare: {command: [/bin/x], path: /prepared}",
            "toy.yaml:10: the key \"header\" is missing in \"prepare\""
        ),
        ("", "priority: high", "toy.yaml:9: \"priority\" must be an integer, not high"),
    ])
    func whatIsWrongIsNamedWithItsLine(_ line: String, _ new: String, _ expected: String) throws {
        let found = try #require(try message(["toy.yaml": change(line, to: new)]))
        #expect(found.contains(expected), "\(found)")
    }

    @Test(arguments: [
        ("{exit: 1, signal: SIGABRT}", "must have either \"exit\" or \"signal\""),
        ("{stderr: oops}", "must have either \"exit\" or \"signal\""),
        ("{exit: 256}", "must be 1 to 255, not 256"),
        ("{signal: ABRT}", "must be a signal such as SIGABRT"),
        ("{exit: 1, stdout: oops}", "unknown key \"stdout\""),
    ])
    func wrongOutOfMemoryRules(_ rule: String, _ expected: String) throws {
        let text = change(
            "  command: [/usr/bin/toy, \"/box/{main}\"]",
            to: "  command: [/usr/bin/toy, \"/box/{main}\"]\n  out-of-memory: [\(rule)]")
        let found = try #require(try message(["toy.yaml": text]))
        #expect(found.hasPrefix("toy.yaml:8: "))
        #expect(found.contains(expected), "\(found)")
    }

    @Test(arguments: [
        ("{modules: [json, \"a b\"]}", "must be the name of a module"),
        ("{modules: [\"\"]}", "must be the name of a module"), ("{modules: [.os]}", "must be the name of a module"),
        ("{modules: json}", "must be a list"), ("{}", "the key \"modules\" is missing"),
        ("{module: [json]}", "unknown key \"module\""),
    ])
    func wrongWarmStarts(_ start: String, _ expected: String) throws {
        let text = change(
            "  command: [/usr/bin/toy, \"/box/{main}\"]",
            to: "  command: [/usr/bin/toy, \"/box/{main}\"]\n  warm: \(start)")
        let found = try #require(try message(["toy.yaml": text]))
        #expect(found.hasPrefix("toy.yaml:8: "))
        #expect(found.contains(expected), "\(found)")
    }

    @Test func anExtensionOfTwoLanguagesNeedsAPriority() throws {
        let other = Self.small.replacing("id: toy", with: "id: toy2").replacing("name: Toy", with: "name: Toy 2")
        #expect(
            try message(["toy.yaml": Self.small, "toy2.yaml": other])
                == "toy.yaml and toy2.yaml both claim .toy with priority 0; give one a higher priority")
        #expect(try message(["toy.yaml": Self.small, "toy2.yaml": other + "\npriority: 1"]) == nil)
    }

    @Test func noTwoLanguagesShareAName() throws {
        let other = Self.small.replacing("id: toy", with: "id: toy2").replacing("[toy]", with: "[toy2]")
        #expect(
            try message(["toy.yaml": Self.small, "toy2.yaml": other + "\naliases: [toy]"])
                == "toy.yaml and toy2.yaml both use the name \"toy\"; change one")
    }

    @Test(arguments: [
        ("judge0: [71, 5]", "Judge0's id 5"), ("piston: [a, b]", "Piston's name b"),
        ("sandboxfusion: c", "SandboxFusion's name c"),
    ])
    func noTwoLanguagesShareANameElsewhere(_ names: String, _ name: String) throws {
        let own = Self.small + "\nfacades: {judge0: [5], piston: [b], sandboxfusion: [c]}"
        let other = Self.small.replacing("id: toy", with: "id: toy2").replacing("[toy]", with: "[toy2]")
        #expect(
            try message(["toy.yaml": own, "toy2.yaml": other + "\nfacades: {\(names)}"])
                == "toy.yaml and toy2.yaml both have \(name); change one")
        #expect(try message(["toy.yaml": own, "toy2.yaml": other + "\nfacades: {judge0: [6], piston: [c]}"]) == nil)
    }

    @Test(arguments: [
        ("{judge0: 5}", "\"facades.judge0\" must be a list"), ("{judge0: [x]}", "must be an integer"),
        ("{judge0: [0]}", "must be 1 to 9999"), ("{piston: []}", "must list names"), ("{judgeO: [1]}", "unknown key"),
        ("{sandboxfusion: [\"\"]}", "must list names"),
    ])
    func wrongNamesElsewhere(_ names: String, _ expected: String) throws {
        let found = try #require(try message(["toy.yaml": Self.small + "\nfacades: " + names]))
        #expect(found.contains(expected), "\(found)")
    }

    @Test func aMissingFolderIsNamed() {
        #expect(throws: ToolchainError.self) { try LanguageCatalog(directory: "/nonexistent/languages") }
    }
}
