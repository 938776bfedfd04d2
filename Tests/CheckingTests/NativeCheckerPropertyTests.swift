import Checking
import TestSupport
import Testing

@Suite struct NativeCheckerPropertyTests {
    /// Texts that are well-formed for every checker of the kind, and the checkers.
    static let wellFormed: [(names: [String], lines: ClosedRange<Int>, words: ClosedRange<Int>, tokens: [String])] = [
        (
            ["icmp", "hcmp", "acmp", "rcmp", "dcmp"].map { "testlib." + $0 }, 1...1, 1...1,
            ["0", "-7", "12", "2147483647"]
        ),
        (["testlib.yesno"], 1...1, 1...1, ["YES", "no", "Yes"]),
        (["testlib.nyesno"], 0...4, 0...4, ["YES", "no", "Yes"]),
        (["ncmp", "uncmp"].map { "testlib." + $0 }, 0...4, 0...4, ["0", "-7", "9223372036854775807"]),
        (["rcmp4", "rcmp6", "rcmp9", "rncmp"].map { "testlib." + $0 }, 0...4, 0...4, ["0", "-.5", "1e9", "3."]),
        (
            ["testlib.wcmp", "testlib.lcmp", "testlib.fcmp"]
                + NativeChecker.names.filter {
                    !$0.hasPrefix("testlib.") && !["dmoj.linematches", "hydro.objective"].contains($0)
                }, 0...4, 0...4,
            ["a", "B", "1.5", "é", "\u{1}", "x:", "1e3"]
        ),
    ]

    @Test(arguments: wellFormed.flatMap(\.names))
    func acceptsTheAnswerItself(name: String) throws {
        let kind = try #require(Self.wellFormed.first { $0.names.contains(name) })
        let checker = try NativeChecker(name)
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            let lines = (0..<random.within(kind.lines)).map { _ in
                (0..<random.within(kind.words)).map { _ in random.pick(kind.tokens) }.joined(separator: " ")
            }
            let text = Array(lines.map { $0 + "\n" }.joined().utf8)
            #expect(checker.check(output: text, answer: text) == CheckerResult(.accepted), "\(text)")
        }
    }

    @Test(arguments: [("dmoj.sorted", "\n"), ("dmoj.unordered", "\n"), ("dmoj.unordered", " "), ("testlib.uncmp", " ")])
    func orderDoesNotMatterToMultisets(name: String, separator: String) throws {
        let checker = try NativeChecker(name)
        var random = SeededGenerator(seed: 4)
        for _ in 0..<300 {
            var tokens = (0...random.below(12)).map { _ in "\(random.below(30))" }
            let answer = Array(tokens.joined(separator: separator).utf8)
            tokens.shuffle(using: &random)
            #expect(
                checker.check(output: Array(tokens.joined(separator: separator).utf8), answer: answer).verdict
                    == .accepted)
            tokens[random.below(tokens.count)] = "30"
            let changed = Array(tokens.joined(separator: separator).utf8)
            #expect(checker.check(output: changed, answer: answer).verdict == .wrongAnswer)
        }
    }

    @Test(arguments: ReferenceCheckers.all.keys.sorted())
    func agreesWithTheObviousImplementation(name: String) throws {
        let reference = try #require(ReferenceCheckers.all[name])
        let checker = try NativeChecker(name)
        var random = SeededGenerator(seed: 5)
        let pieces = ["a", "b", "A", "ab", " ", " ", "\n", "\n", "\t", "\r\n", "\r", "\u{B}", "\u{0}"]
        var accepted = 0
        for _ in 0..<4_000 {
            var parts = (0..<random.below(8)).map { _ in random.pick(pieces) }
            let answer = Array(parts.joined().utf8)
            for index in parts.indices where random.chance(1, in: 6) { parts[index] = random.pick(pieces) }
            if random.chance(1, in: 3) { parts.append(random.pick(pieces)) }
            let output = Array(parts.joined().utf8)
            let result = checker.check(output: output, answer: answer)
            #expect((result.verdict == .accepted) == reference(output, answer), "\(answer) \(output) \(result)")
            if result.verdict == .accepted { accepted += 1 }
        }
        #expect(accepted > 400 && accepted < 3_600, "the samples must be of both kinds, not \(accepted) accepted")
    }

    @Test(arguments: NativeChecker.names)
    func randomBytesNeverTrapAndMessagesAreSafeToPrint(name: String) throws {
        let checker = try NativeChecker(name)
        var random = SeededGenerator(seed: 6)
        let words = [
            "Case", "1:", "YES", "NO", "1e400", "-0", "nan", "inf", "5.", "9223372036854775808", "１", "\u{A0}",
        ]
        let pieces =
            words.map { Array($0.utf8) } + " \n\t\r0a-+.e_".utf8.map { [$0] } + [
                [0], [0xFF], [0xE2, 0x80], [0x1C], [0x0B],
            ]
        for _ in 0..<1_500 {
            func text() -> [UInt8] { (0..<random.below(9)).flatMap { _ in random.pick(pieces) } }
            let result = checker.check(output: text(), answer: text())
            #expect(result.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
            #expect((result == CheckerResult(.accepted)) == result.message.isEmpty || result.award != nil)
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    fileprivate mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}
