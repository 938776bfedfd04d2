import Foundation
import Testing

/// `verdict languages --check` with languages that work, that are not there, and that do something else than they should.
@Suite(.timeLimit(.minutes(5))) struct LanguageCheckTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        /// The file of the only language there is.
        var language: String
        var arguments: [String] = []
        var status: Int32
        var output = ""
        var error = ""

        var testDescription: String { name }
    }

    /// C, but for how its programs are run.
    private static func language(_ id: String, run: String, requires: String = "/bin/sh: dash") -> String {
        """
        id: \(id)
        name: Toy
        extensions: [c]
        requires: {\(requires)}
        version: [/bin/sh, -c, echo 1]
        run: {command: \(run), mounts: [/bin/sh, /usr/lib, /lib, {path: /lib64, optional: true}]}
        """
    }

    static let cases: [Case] = [
        Case(
            name: "a language that is named and not installed",
            language: language("c", run: "[/box/prog]", requires: "/nonexistent/toy: toy-compiler"),
            arguments: ["c"], status: 1, error: "verdict: Toy is not installed: apt install toy-compiler"),
        Case(
            name: "languages of which none is installed",
            language: language("c", run: "[/box/prog]", requires: "/nonexistent/toy: toy-compiler"), status: 1,
            output: "0 submissions", error: "not checked: Toy is not installed: apt install toy-compiler"),
        Case(
            name: "a language without programs", language: language("toy", run: "[/box/prog]"), arguments: ["toy"],
            status: 1, error: "add submissions that are called toy"),
        Case(
            name: "a language whose programs all print the same",
            language: language("c", run: "[/bin/sh, -c, echo 6]"), arguments: ["c"], status: 1,
            output: "6 submissions, 5 not as expected"),
    ]

    @Test(arguments: cases) func whatIsWrongIsTold(_ example: Case) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "verdict-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        // What cannot be removed is in nobody's way.
        defer { _ = try? FileManager.default.removeItem(at: directory) }
        let id = example.language.hasPrefix("id: toy") ? "toy" : "c"
        try Data(example.language.utf8).write(to: directory.appending(path: "\(id).yaml"))
        let ending = try await Executable.run(
            ["languages", "--check", "--languages-dir", directory.path] + example.arguments)
        #expect(ending.status == example.status, "\(ending.output)\(ending.error)")
        #expect(example.output.isEmpty || ending.output.contains(example.output), "\(ending.output)")
        #expect(example.error.isEmpty || ending.error.contains(example.error), "\(ending.error)")
    }

    @Test func everyProgramOfALanguageThatWorksIsAsExpected() async throws {
        let ending = try await Executable.run(["languages", "--check", "c", "--json"])
        let lines = ending.output.split(separator: "\n")
        #expect(ending.status == 0, "\(ending.output)\(ending.error)")
        #expect(lines.count == 6)
        #expect(lines.allSatisfy { $0.contains(#""as_expected": true"#) })
        #expect(lines.first?.hasPrefix(#"{"submission": "accepted/c.c", "language": "c", "verdict": "AC""#) == true)
    }
}
