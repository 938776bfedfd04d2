import ArgumentParser
import Foundation
import Testing

@testable import verdict

/// What the help texts tell people to type.
@Suite struct ExamplesTests {
    private static func commands(below command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        let configuration = command.configuration
        let below = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
        return [command] + below.flatMap { commands(below: $0) }
    }

    /// The lines of `text` that call `verdict`, without what a shell makes of their ends.
    static func calls(in text: String) -> [[String]] {
        text.split(separator: "\n").compactMap { line in
            let line = line.drop(while: \.isWhitespace)
            guard let start = line.firstRange(of: "verdict "), !line[..<start.lowerBound].contains(" verdict"),
                line.hasPrefix("verdict ") || line.hasPrefix("systemd-run ")
            else { return nil }
            return Self.words(of: line[start.upperBound...])
        }
    }

    /// The words of a line as a shell has them, up to where they go elsewhere.
    private static func words(of line: Substring) -> [String] {
        var words: [String] = []
        var quote: Character?
        var isWord = false
        for character in line {
            if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
                if !isWord { words.append("") }
                isWord = true
            } else if quote == nil, character.isWhitespace {
                isWord = false
            } else {
                if !isWord { words.append("") }
                isWord = true
                words[words.count - 1].append(character)
            }
        }
        let end = words.firstIndex { ["|", "#", "&"].contains($0) || $0.hasPrefix(">") || $0.hasPrefix("<") }
        return Array(words[..<(end ?? words.endIndex)])
    }

    @Test func everyExampleOfEveryHelpTextIsUnderstood() throws {
        var count = 0
        for command in Self.commands(below: VerdictTool.self) {
            let discussion = command.configuration.discussion
            guard let start = discussion.range(of: "Examples:") else { continue }
            let calls = Self.calls(in: String(discussion[start.upperBound...]))
            #expect(!calls.isEmpty, "\(command)")
            count += calls.count
            for words in calls {
                #expect(throws: Never.self, "verdict \(words)") { _ = try VerdictTool.parseAsRoot(words) }
            }
        }
        #expect(count > 30)
    }
}
