import Checking
import Testing

@Suite struct DefaultValidatorTests {
    private func message(
        _ answer: String, _ output: String, _ arguments: [String] = [], dialect: Dialect = .icpc
    ) throws -> String {
        let outcome = try DefaultValidator(dialect: dialect, arguments: arguments)
            .check(output: Array(output.utf8), answer: Array(answer.utf8))
        guard case .rejected(let mismatch) = outcome else { return "\(outcome)" }
        return mismatch.description
    }

    private static let long = String(repeating: "a", count: 60)

    @Test(arguments: [
        ("1 2\n3 17\n", "1 2\n3 18\n", #"line 2, column 3: expected "17", got "18""#),
        ("1\n17\n", "1 18\n", #"line 1, column 3: expected "17", got "18" (answer line 2, column 1)"#),
        ("a b c d\nx\n", "a b c d\n", #"output ends after 4 tokens, expected "x" (answer line 2)"#),
        ("a\nx\n", "a\n", #"output ends after 1 token, expected "x" (answer line 2)"#),
        ("x\n", "", #"output is empty, expected "x" (answer line 1)"#),
        ("x\n", " \n\n", #"output has only whitespace, expected "x" (answer line 1)"#),
        ("a\n", "a\n\n  b c\n", #"trailing output "b" at line 3, column 3"#),
        ("a\n", "\u{0}\"\\\u{1B}é\n", #"line 1, column 1: expected "a", got "\x00\"\\\x1bé""#),
        (long + "b\n", long + "c\n", #"line 1, column 1: expected "…aaaaaaaaaaaab", got "…aaaaaaaaaaaac""#),
        ("x\n", "b" + long, #"line 1, column 1: expected "x", got "baaaaaaaaaaaaaaaaaaa…""#),
    ])
    func aMismatchSaysWhatAndWhere(answer: String, output: String, message: String) throws {
        #expect(try self.message(answer, output) == message)
    }

    @Test func flagsHaveTheirOwnWords() throws {
        #expect(
            try message("Yes\n", "yes\n", ["case_sensitive"])
                == #"line 1, column 1: expected "Yes", got "yes"; only the case differs"#)
        #expect(
            try message("a b\n", "a  b\n", ["space_change_sensitive"])
                == #"line 1, column 3: whitespace differs: expected "b", got a space"#)
        #expect(
            try message("a\n", "a\r\n", ["space_change_sensitive"])
                == #"line 1, column 2: whitespace differs: expected a newline (\n), got a carriage return (\r)"#)
        #expect(
            try message("a\n", "a", ["space_change_sensitive"])
                == #"line 1, column 2: whitespace differs: expected a newline (\n), got the end"#)
        #expect(
            try message("1\n", "1.5\n", ["float_tolerance", "1e-6"])
                == #"line 1, column 1: expected "1", got "1.5": error 0.5 (allowed 1e-06), "#
                + "relative error 0.5 (allowed 1e-06)")
        #expect(
            try message("0\n", "0.123456789\n", ["float_absolute_tolerance", "0.1"])
                == #"line 1, column 1: expected "0", got "0.123456789": error 1.23e-1 (allowed 0.1)"#)
        #expect(
            try message("1\n", "one\n", ["float_tolerance", "1e-6"])
                == #"line 1, column 1: expected the number "1", got "one""#)
    }

    @Test(arguments: [
        ("icpc-2025-09", "float_tolerance 1 float_tolerance 1", "float_tolerance is given twice; give it once"),
        ("icpc-2025-09", "float_tolerance -1", "float_tolerance -1 is not a tolerance; give a number such as 1e-6"),
        ("kattis-legacy", "foo", "unknown flag foo; use case_sensitive"),
        ("domjudge", "float_tolerance", "float_tolerance needs a number after it"),
    ])
    func badArgumentsAreToldInWords(dialect: String, arguments: String, message: String) throws {
        let dialect = try #require(Dialect(rawValue: dialect))
        let error = #expect(throws: CheckingError.self) {
            try DefaultValidator(dialect: dialect, arguments: arguments.split(separator: " ").map(String.init))
        }
        #expect(error?.code == .badArgument)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func theFirstWrongTokenStopsARunAtOnce() throws {
        var comparison = try DefaultValidator(dialect: .icpc).comparison(with: Array("1 2 3\n".utf8))
        #expect(comparison.feed(Array("1 ".utf8)) == nil)
        #expect(comparison.feed(Array("3".utf8)) == nil)
        let mismatch = comparison.feed(Array(" ".utf8))
        #expect(mismatch?.description == #"line 1, column 3: expected "2", got "3""#)
        #expect(comparison.feed(Array("3\n".utf8)) == mismatch)
        #expect(comparison.finish() == mismatch.map { .rejected($0) })
    }

    @Test(arguments: Dialect.allCases)
    func anEndlessTokenIsStoppedBeforeItEnds(dialect: Dialect) throws {
        let validator = try DefaultValidator(dialect: dialect, arguments: ["float_tolerance", "1e-6"])
        var comparison = validator.comparison(with: Array("yes 1\n".utf8))
        var length = 0
        while comparison.feed([UInt8](repeating: 0x79, count: 100)) == nil, length < 10_000 { length += 100 }
        #expect(length < 1000)
        var trailing = validator.comparison(with: [])
        #expect(trailing.feed([UInt8](repeating: 0x79, count: 300))?.reason == .trailing)
    }

    /// Such a token would have to be kept until it ends.
    @Test(arguments: Dialect.allCases)
    func anEndlessNumberIsStoppedAndIsNoNumberAsAWholeEither(dialect: Dialect) throws {
        let validator = try DefaultValidator(dialect: dialect, arguments: ["float_tolerance", "1e-6"])
        let answer = Array("1.5\n".utf8)
        var comparison = validator.comparison(with: answer)
        let zeros = [UInt8](repeating: 0x30, count: 1 << 16)
        var (output, length) = ([UInt8](), 0)
        while comparison.feed(zeros) == nil, length < 64 << 20 {
            length += zeros.count
            output += zeros
        }
        #expect(length > 1 << 20 && length < 3 << 20)
        output += zeros + Array("1.5\n".utf8)
        guard case .rejected = validator.check(output: output, answer: answer) else {
            Issue.record("the whole output is accepted")
            return
        }
        let short = zeros + Array("1.5\n".utf8)
        #expect(validator.check(output: short, answer: answer) == .accepted)
    }

    @Test(arguments: Dialect.allCases, [("x", "x\u{0}y"), ("1.5", "1.5\u{0}9"), ("a\u{0}b", "a\u{0}c")])
    func whereSubmissionsAreJudgedWhatFollowsANULByteCounts(_ dialect: Dialect, _ texts: (String, String)) throws {
        let validator = try DefaultValidator(
            dialect: dialect, arguments: ["float_tolerance", "1e-6"], endsAtNUL: false)
        #expect(validator.check(output: Array(texts.1.utf8), answer: Array(texts.0.utf8)) != .accepted)
        #expect(validator.check(output: Array(texts.1.utf8), answer: Array(texts.1.utf8)) == .accepted)
    }

    @Test func anEmptyFeedChangesNothing() throws {
        var comparison = try DefaultValidator(dialect: .icpc).comparison(with: [])
        #expect(comparison.feed([]) == nil)
        #expect(comparison.finish() == .accepted)
    }
}
