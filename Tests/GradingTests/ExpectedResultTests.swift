import Grading
import Testing

struct ExpectedResultTests {
    private static let groups = [
        "1": GroupGrade(.accepted, score: Score(20)), "2": GroupGrade(.wrongAnswer, score: .zero),
    ]

    static let rows: [(ExpectedResult, String?)] = [
        (ExpectedResult(), nil),
        (ExpectedResult([.wrongAnswer]), nil),
        (ExpectedResult([.accepted, .timeLimit]), "WA instead of AC or TLE"),
        (ExpectedResult(tests: [.init(permitted: [.accepted, .wrongAnswer], required: [.wrongAnswer])]), nil),
        (ExpectedResult(tests: [.init(permitted: [.accepted])]), "a test case with WA, where only AC is permitted"),
        (ExpectedResult(tests: [.init(required: [.timeLimit, .runTimeError])]), "no test case with RE or TLE"),
        (ExpectedResult(tests: [.init(NamePattern("1"), permitted: [.accepted])]), nil),
        (
            ExpectedResult(tests: [.init(NamePattern("{1,2}/*"), permitted: [.accepted])]),
            "a test case of {1,2}/* with WA, where only AC is permitted"
        ),
        (ExpectedResult(tests: [.init(NamePattern("1"), required: [.wrongAnswer])]), "no test case of 1 with WA"),
        (ExpectedResult(tests: [.init(message: "seven")]), nil),
        (ExpectedResult(tests: [.init(message: "Seven")]), "no test case of which the judge says \"Seven\""),
        (ExpectedResult(score: ScoreRange(from: Score(20), to: Score(20))), nil),
        (ExpectedResult(score: ScoreRange(from: Score(21))), "the submission got 20 points instead of at least 21"),
        (ExpectedResult(groups: ["1": .init(verdicts: [.accepted], score: ScoreRange(from: Score(1)))]), nil),
        (ExpectedResult(groups: ["2": .init(verdicts: [.accepted])]), "WA on the group 2 instead of AC"),
        (
            ExpectedResult(groups: ["2": .init(score: ScoreRange(from: Score(1), to: Score(2)))]),
            "the group 2 got 0 points instead of 1 to 2"
        ),
        (ExpectedResult(groups: ["3": .init(verdicts: [.accepted])]), "there is no group 3"),
    ]

    @Test("What is not as promised is said, and nothing else", arguments: rows)
    func promises(_ promise: ExpectedResult, _ broken: String?) {
        let found = promise.broken(
            by: .wrongAnswer, score: Score(20),
            tests: [
                JudgedTest(name: "1/a", verdict: .accepted),
                JudgedTest(name: "2/b", verdict: .wrongAnswer, message: "not seven"),
            ], groups: Self.groups)
        #expect(found == [broken].compactMap(\.self))
    }

    @Test("A verdict that a format does not know keeps the promise of the one that it stands for there")
    func kindred() {
        #expect(ExpectedResult([.timeLimit]).broken(by: .idleLimit, score: nil, tests: [], groups: [:]).isEmpty)
        #expect(ExpectedResult([.runTimeError]).broken(by: .memoryLimit, score: nil, tests: [], groups: [:]).isEmpty)
        #expect(!ExpectedResult([.memoryLimit]).broken(by: .runTimeError, score: nil, tests: [], groups: [:]).isEmpty)
    }
}
