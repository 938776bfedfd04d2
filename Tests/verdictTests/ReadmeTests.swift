import ArgumentParser
import Foundation
import Grading
import TestSupport
import Testing

@testable import verdict

/// What the README tells people to type, and the words that it and the glossary explain.
@Suite struct ReadmeTests {
    /// How a block of the README is held to what the programs do.
    private enum Check: Equatable {
        /// It is run as it stands.
        case run
        /// Each of its commands is parsed by the program that it calls, for the given reason.
        case parsed(String)
        /// It holds no commands.
        case text
    }

    /// All blocks, by their first line.
    private static let checks: [(start: String, check: Check)] = [
        ("verdict judge sum/", .parsed("a package of the reader's")),
        ("Scripts/demo", .parsed("installs packages as root and builds for minutes")),
        ("ok     AC   accepted/sum.cpp", .text),
        ("verdict judge PACKAGE", .parsed("files of the reader's; the programs have tests of their own")),
        ("verdict eval Testcases/evaluation", .run),
        ("{\"task_id\":\"sum\"", .text),
        ("export PATH=", .run),
        (
            "export VERDICT_COORDINATOR=",
            .parsed("files of the reader's, and a Debian package that is built for minutes")
        ),
        ("Scripts/nats-cluster", .parsed("three servers, which hosts that run the tests need not have")),
        ("verdict-coordinator --data /tmp/second", .parsed("needs the servers of the block before")),
        ("export PATH=$PWD/.build/release:$PATH", .run),
        ("curl --silent --json '{\"language\": \"python3\"", .parsed("asks the server of the block before")),
        ("pip install judge0", .text),
        ("swift build --configuration release", .parsed("builds for minutes, and serves until it is told to stop")),
        (
            "verdict-coordinator --create --data /srv/verdict",
            .parsed("a place of the reader's, and a server for mails")
        ),
        ("verdict · verdict-worker", .text),
        ("Scripts/bench", .parsed("take hours; with `--output`, writes where the reader wants it")),
    ]

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(Executable.root)/\(path)", encoding: .utf8)
    }

    /// The blocks of lines that are indented, without the indent.
    private static func blocks() throws -> [[String]] {
        var blocks: [[String]] = []
        var isInside = false
        for line in try text("README.md").components(separatedBy: "\n") {
            if line.hasPrefix("    ") {
                if !isInside { blocks.append([]) }
                blocks[blocks.count - 1].append(String(line.dropFirst(4)))
            }
            isInside = line.hasPrefix("    ")
        }
        return blocks
    }

    private static func block(_ start: String) throws -> [String] {
        try #require(try blocks().first { $0.first?.hasPrefix(start) == true }, "\(start)")
    }

    /// The block that has `text` in some line.
    private static func block(with text: String) throws -> [String] {
        try #require(try blocks().first { $0.contains { $0.contains(text) } }, "\(text)")
    }

    @Test("Every block of the README is run, or parsed for a reason that is given")
    func everyBlockIsChecked() throws {
        let starts = try Self.blocks().map { $0.first ?? "" }
        #expect(starts.count == Self.checks.count)
        for (start, check) in zip(starts, Self.checks) { #expect(start.hasPrefix(check.start)) }
    }

    @Test(
        "Every command of the README that is not run is understood by the program that it calls",
        arguments: checks.filter { $0.check != .run && $0.check != .text }.map(\.start))
    func parsing(start: String) async throws {
        var count = 0
        for line in try Self.block(start) {
            // What a command is for stands in a column of its own; what a reader has to fill in is a word like any other.
            let command = line.components(separatedBy: "  ")[0]
                .replacingOccurrences(of: "[SUBMISSION…]", with: "a.cpp")
                .replacingOccurrences(of: "URL", with: "nats://127.0.0.1:4222")
            let words = command.split(separator: " ").map(String.init)
            let program = try #require(words.first)
            switch program {
            case "verdict":
                for call in ExamplesTests.calls(in: command) {
                    #expect(throws: Never.self, "\(command)") { _ = try VerdictTool.parseAsRoot(call) }
                }
            case "verdict-coordinator":
                let ending = try await Executable.run(
                    [], through: BadInputTests.shell("exec \"$(dirname \"$1\")\"/\(command) --check-config"))
                #expect(ending.status == 0, "\(command): \(ending.error)")
            case "export":
                let ending = try await Executable.run([], through: BadInputTests.shell(command))
                #expect(ending.status == 0, "\(command): \(ending.error)")
            default:
                let ending = try await Executable.run([], through: BadInputTests.shell("exec \(program) --help"))
                #expect(ending.status == 0, "\(command): \(ending.error)")
                // A script's verbs stand in its help.
                for verb in words.dropFirst().prefix(1) { #expect(ending.output.contains(verb), "\(command)") }
            }
            count += 1
        }
        #expect(count > 0)
    }

    @Test("Each submission in the README's table is one of the package that it shows")
    func table() throws {
        let lines = try Self.block("ok     AC   accepted/sum.cpp").filter { $0.hasPrefix("ok ") }
        #expect(lines.count > 5)
        for line in lines {
            let words = line.split(separator: " ")
            let path = "\(Executable.root)/Testcases/problems/sum/submissions/\(words[2])"
            #expect(FileManager.default.fileExists(atPath: path), "\(path)")
            #expect(Verdict(rawValue: String(words[1])) != nil)
        }
    }

    @Test("The README and the glossary explain every verdict, and the glossary's terms are in order")
    func words() throws {
        let readme = try Self.text("README.md")
        let glossary = try Self.text("Sources/verdict/verdict.docc/Glossary.md")
        for verdict in Verdict.allCases {
            #expect(readme.contains("| `\(verdict.rawValue)` |"), "\(verdict)")
            #expect(glossary.contains("\n- **\(verdict.rawValue)** (verdict): "), "\(verdict)")
        }
        let terms = glossary.split(separator: "\n").filter { $0.hasPrefix("- **") }
            .map { $0.dropFirst(4).components(separatedBy: "**")[0].lowercased() }
        #expect(terms.count > 50)
        #expect(terms == terms.sorted())
        #expect(Set(terms).count == terms.count)
    }

    @Test("The evaluation of the README gives the results that it shows", .timeLimit(.minutes(1)))
    func evaluation() async throws {
        let command = try #require(try Self.block("verdict eval Testcases/evaluation").first)
            .replacingOccurrences(of: "/tmp/results.jsonl", with: "$d/results.jsonl")
        let result = try #require(try Self.block("{\"task_id\"").first?.components(separatedBy: " …").first)
        let ending = try await Self.inClone(
            "export PATH=$release:$PATH; \(command) && \(command) && cat $d/results.jsonl")
        #expect(ending.status == 0, "\(ending.output)")
        #expect(ending.output.contains("4 samples of 2 tasks, 2 passed\npass@1  0.5000\npass@2  1.0000\n"))
        #expect(ending.output.contains("4 samples of 2 tasks, 2 passed; 4 were known\n"), "\(ending.output)")
        #expect(ending.output.contains(result), "\(ending.output)")
    }

    /// In a folder like a clone that was built: what people paste is what runs.
    @Test("The fleet of the README judges", .timeLimit(.minutes(3)))
    func fleet() async throws {
        let lines = try Self.block("export PATH=")
        #expect(lines.last?.contains("verdict submit") == true)
        let commands = lines.joined(separator: "\n").replacingOccurrences(of: "/tmp/fleet", with: "$d/fleet")
            .replacingOccurrences(of: "/dev/shm/", with: "$d/cache-")
        let next = try Self.block("export VERDICT_COORDINATOR=")[0].replacingOccurrences(
            of: "/tmp/fleet", with: "$d/fleet")
        let ending = try await Self.inClone(
            """
            \(commands) accepted/sum.c || { cat "$d/log"; exit 1; }
            \(next)
            verdict top --once && verdict admin list || { cat "$d/log"; exit 1; }
            """)
        #expect(ending.output.contains("1 submission, all as expected"), "\(ending.output)")
        #expect(ending.status == 0, "\(ending.output)")
    }

    @Test("The programs over HTTP of the README run", .timeLimit(.minutes(3)))
    func http() async throws {
        let lines = try Self.block(with: "verdict serve &")
        let checked = try Self.block(with: #""checker": {"language""#)
        let others = checked + (try Self.block("pip install judge0").filter { $0.hasPrefix("curl ") })
        #expect(lines.last?.hasPrefix("curl ") == true && others.count == 3)
        // Where it is served when nobody says it is no place for a test.
        let port = try freePort()
        let commands = (lines + others).joined(separator: "\n")
            .replacingOccurrences(of: "verdict serve", with: "verdict serve --listen http://127.0.0.1:\(port)")
            .replacingOccurrences(of: ":8080", with: ":\(port)")
            .replacingOccurrences(of: "curl ", with: "curl --fail-with-body ")
        let ending = try await Self.inClone("export XDG_DATA_HOME=$d\n{ \(commands)\n} || { cat \"$d/log\"; exit 1; }")
        #expect(ending.status == 0, "\(ending.output)")
        #expect(ending.output.contains(#""stdout":"hello\n""#), "\(ending.output)")
        #expect(ending.output.contains(#""stdout":"42\n""#), "\(ending.output)")
        let checker = ending.output.split(separator: "\n").first { $0.contains(#""stdout":"1.04"#) }
        #expect(checker?.contains(#""verdict":"AC""#) == true, "\(ending.output)")
        #expect(ending.output.contains(#""status":"Success""#), "\(ending.output)")
    }

    /// Runs `commands` in a folder like a clone that was built; `$d` is around it, and what they print as errors is in
    /// `$d/log`.
    private static func inClone(_ commands: String) async throws -> Executable.Ending {
        let script = """
            d=$(mktemp -d); release=$d/clone/.build/triple/release; mkdir -p "$release"; root=$PWD; built=$(dirname "$1")
            trap 'jobs -p >"$d/jobs"; kill $(cat "$d/jobs"); wait; rm -rf "$d"' EXIT
            ln -s triple/release "$d/clone/.build/release"
            for p in verdict verdict-worker verdict-coordinator verdict-cell; do ln -s "$built/$p" "$release/$p"; done
            for p in Testcases Languages Scripts; do ln -s "$root/$p" "$d/clone/$p"; done
            cd "$d/clone"
            exec 2>"$d/log"
            \(commands)
            """
        return try await Executable.run([], through: BadInputTests.shell(script))
    }
}
