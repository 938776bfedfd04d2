import Checking
import Grading
import Testing

@Suite struct NativeCheckerTests {
    private func check(
        _ name: String, _ answer: String, _ output: String, _ arguments: [String] = []
    ) throws -> CheckerResult {
        try NativeChecker(name, arguments: arguments).check(output: Array(output.utf8), answer: Array(answer.utf8))
    }

    @Test(arguments: [
        ("testlib.wcmp", "a b\nc\n", "a b\nd\n", #"line 2, column 1: expected "c", got "d""#),
        ("testlib.wcmp", "a b\n", "a\n", #"output ends after 1 token, expected "b" (answer line 1)"#),
        ("testlib.wcmp", "a\n", "a\n\n b c\n", #"trailing output "b" at line 3, column 2"#),
        ("testlib.fcmp", "a\nbbb\n", "a\nbcb\n", #"line 2, column 1: expected "bbb", got "bcb""#),
        ("testlib.icmp", "5\n", " 05\n", #"line 1, column 2: expected an integer of 32 bits, got "05""#),
        ("testlib.ncmp", "5\n", "5.0\n", #"line 1, column 1: expected an integer of 64 bits, got "5.0""#),
        ("testlib.icmp", "5\n", "", "the output: it ends where an integer is expected"),
        ("testlib.yesno", "YES\n", "Y\n", #"line 1, column 1: expected YES or NO, got "Y""#),
        ("testlib.uncmp", "1 2\n", "2 2\n", #""1" is missing (answer line 1, column 1)"#),
        ("testlib.uncmp", "1 3\n", "1 2\n", #"line 1, column 3: "2" is not in the answer, or not so many times"#),
        ("testlib.caseicmp", "Case 1: 5\n", "Case 1: 6\n", #"line 1, column 9: expected "5", got "6" (case 1)"#),
        (
            "testlib.rcmp6", "1 2\n", "1 2.5\n",
            #"line 1, column 3: expected "2", got "2.5": error 0.5 (allowed 1e-06), relative error 0.25 "#
                + "(allowed 1e-06)"
        ),
        ("dmoj.standard", "a b\n", "a\nb\n", "line 1, column 2: the line ends, expected more of it"),
        ("dmoj.standard", "a\nb\n", "a b\n", "line 1, column 2: expected the end of the line"),
        ("dmoj.easy", "ab\n", "aa\n", #"expected 1 of "a", got 2"#),
        ("dmoj.sorted", "a\nb\n", "a\n", "expected 2 lines, got 1"),
        ("dmoj.floats", "1\n", "one\n", #"line 1, column 1: expected the number "1", got "one""#),
        ("cms.whitediff", "a b\n", "a\n", #"line 1, column 2: expected "b", got nothing (answer line 1, column 3)"#),
        ("hydro.strict", "a\n\n", "a\n", "output ends after 1 line, expected an empty line (answer line 2)"),
        ("hydro.strict", "a\n", "a\n\n", "trailing output (an empty line) at line 2, column 1"),
    ])
    func aRejectionSaysWhatAndWhere(name: String, answer: String, output: String, message: String) throws {
        let result = try check(name, answer, output)
        #expect(result.message == message)
        #expect(result.verdict == .wrongAnswer || result.verdict == .presentationError)
    }

    @Test(arguments: ["testlib.icmp", "testlib.hcmp", "testlib.rcmp", "testlib.yesno", "testlib.rcmp6", "testlib.ncmp"])
    func aMalformedAnswerIsTheJudgesFault(name: String) throws {
        let result = try check(name, "x\n", "1\n")
        #expect(result.verdict == .judgeError)
        #expect(result.message.hasPrefix("the judge's answer: line 1, column 1: expected"), "\(result.message)")
    }

    @Test func partsOfThePointsAreExact() throws {
        let counted = try check("dmoj.linecount", "1\n2\n3\n", "1\nx\n3\n")
        #expect(counted.award == .part(Score(2) / Score(3)))
        #expect(counted.verdict == .wrongAnswer)
        #expect(counted.message == #"2 of 3 lines are right; line 2, column 1: expected "2", got "x""#)
        let weighted = try check("dmoj.linematches", "a\nb\n", "x\nb\n", [#"{"point_distribution":"#, "[1, 3]}"])
        #expect(weighted.award == .part(Score(3) / Score(4)))
        #expect(weighted.verdict == .accepted)
        #expect(try check("testlib.pointscmp", "1\n", "3.5\n").award == .points(2.5))
        #expect(try check("dmoj.linecount", "1\n", "1\n").award == nil)
    }

    @Test(arguments: [
        ("testlib.wcmp", "1e-6", "testlib.wcmp takes no arguments; leave out 1e-6"),
        ("dmoj.standard", "{\"precision\": 3}", "unknown key \"precision\""),
        ("dmoj.floats", "{\"precison\": 3}", "did you mean \"precision\"?"),
        ("dmoj.floats", "{\"precision\": 1000}", "\"precision\" must be -300 to 400, not 1000"),
        ("dmoj.floats", "{\"error_mode\": \"best\"}", "\"error_mode\" must be \"default\" or"),
        ("dmoj.floats", "precision", "give a mapping such as {\"precision\": 6}"),
        ("dmoj.linematches", "{\"point_distribution\": [0, 0]}", "let one of its numbers be above 0"),
        ("dmoj.linematches", "{\"point_distribution\": [-1]}", "must be 0 to 1000000000, not -1"),
        ("dmoj.sorted", "{\"split_on\": \"commas\"}", "\"split_on\" must be \"whitespace\" or \"lines\""),
        ("hydro.objective", "1 2", "hydro.objective takes one argument, the key of the question"),
        ("icpc-2025-09", "float_tolerance", "float_tolerance needs a number after it"),
    ])
    func badArgumentsAreToldInWords(name: String, arguments: String, message: String) {
        let error = #expect(throws: CheckingError.self) {
            try NativeChecker(name, arguments: arguments.split(separator: " ").map(String.init))
        }
        #expect(error?.code == .badArgument)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func anUnknownCheckerIsAnsweredWithTheKnownOnes() {
        let error = #expect(throws: CheckingError.self) { try NativeChecker("testlib.wcm") }
        #expect(error?.code == .unknownChecker)
        #expect(error?.message.contains("testlib.wcmp, testlib.yesno") == true, "\(error?.message ?? "")")
    }

    @Test func everyCheckerSaysWhatItCompares() {
        #expect(NativeChecker.names.count == Set(NativeChecker.names).count)
        for name in NativeChecker.names { #expect(NativeChecker.summary(of: name)?.isEmpty == false, "\(name)") }
        #expect(NativeChecker.summary(of: "testlib.wcm") == nil)
    }

    @Test func testlibRefusesTextsThatAreTooLarge() throws {
        let large = [UInt8](repeating: 0x20, count: (128 << 20) + 1)
        let checker = try NativeChecker("testlib.wcmp")
        #expect(checker.check(output: large, answer: []).verdict == .presentationError)
        #expect(checker.check(output: [], answer: large).verdict == .judgeError)
    }
}
