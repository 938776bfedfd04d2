import ArgumentParser
import Foundation
import Testing

@testable import verdict

/// What the help texts and the README tell people to type.
@Suite struct ExamplesTests {
    private static func commands(below command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        let configuration = command.configuration
        let below = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
        return [command] + below.flatMap { commands(below: $0) }
    }

    /// The lines of `text` that call `verdict`, without what a shell makes of their ends.
    private static func calls(in text: String) -> [[String]] {
        text.split(separator: "\n").compactMap { line in
            let line = line.drop(while: \.isWhitespace)
            guard let start = line.firstRange(of: "verdict "), !line[..<start.lowerBound].contains(" verdict"),
                line.hasPrefix("verdict ") || line.hasPrefix("systemd-run ")
            else { return nil }
            var words: [String] = []
            for word in line[start.upperBound...].split(separator: " ") {
                if ["|", "#", "&"].contains(word) || word.hasPrefix(">") || word.hasPrefix("<") { break }
                words.append(String(word))
            }
            return words
        }
    }

    @Test func everyExampleOfEveryHelpTextIsUnderstood() throws {
        var count = 0
        for command in Self.commands(below: Verdict.self) {
            let discussion = command.configuration.discussion
            guard let start = discussion.range(of: "Examples:") else { continue }
            let calls = Self.calls(in: String(discussion[start.upperBound...]))
            #expect(!calls.isEmpty, "\(command)")
            count += calls.count
            for words in calls {
                #expect(throws: Never.self, "verdict \(words)") { _ = try Verdict.parseAsRoot(words) }
            }
        }
        #expect(count > 30)
    }

    @Test func everyCallInTheReadmeIsUnderstood() throws {
        let readme = try String(contentsOfFile: Executable.root + "/README.md", encoding: .utf8)
        // Comments stand in a column of their own; what a reader has to fill in is a word like any other.
        let text = readme.split(separator: "\n").filter { $0.hasPrefix("    ") }
            .map { $0.drop(while: \.isWhitespace).components(separatedBy: "  ")[0] }
            .map { $0.replacingOccurrences(of: "[SUBMISSION…]", with: "a.cpp") }
            .filter { !$0.contains("·") }.joined(separator: "\n")
        let calls = Self.calls(in: text)
        #expect(calls.count > 8)
        for words in calls {
            #expect(throws: Never.self, "verdict \(words)") { _ = try Verdict.parseAsRoot(words) }
        }
    }

    /// In a folder like a clone that was built: what people paste is what runs.
    @Test(.timeLimit(.minutes(3))) func theFleetOfTheReadmeJudges() async throws {
        let readme = try String(contentsOfFile: Executable.root + "/README.md", encoding: .utf8)
        let section = try #require(readme.components(separatedBy: "\n## A fleet\n").last)
        let lines = section.split(separator: "\n").drop { !$0.hasPrefix("    ") }.prefix { $0.hasPrefix("    ") }
        #expect(lines.last?.contains("verdict submit") == true)
        let commands = lines.map { $0.dropFirst(4) }.joined(separator: "\n")
            .replacingOccurrences(of: "/tmp/fleet", with: "$d/fleet").replacingOccurrences(
                of: "/dev/shm/", with: "$d/cache-")
        let script = """
            d=$(mktemp -d); release=$d/clone/.build/triple/release; mkdir -p "$release"; root=$PWD; built=$(dirname "$1")
            trap 'jobs -p >"$d/jobs"; kill $(cat "$d/jobs"); wait; rm -rf "$d"' EXIT
            ln -s triple/release "$d/clone/.build/release"
            for p in verdict verdict-worker verdict-coordinator verdict-cell; do ln -s "$built/$p" "$release/$p"; done
            for p in Testcases Languages Scripts; do ln -s "$root/$p" "$d/clone/$p"; done
            cd "$d/clone"
            exec 2>"$d/log"
            \(commands) accepted/sum.c || { cat "$d/log"; exit 1; }
            """
        let ending = try await Executable.run([], through: BadInputTests.shell(script))
        #expect(ending.output.contains("1 submission, all as expected"), "\(ending.output)")
    }
}
