import Grading
import Sandbox
import Testing
import Units

@testable import Judging

/// What is kept of a conversation, and what is made of it.
@Suite struct TranscriptTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func aLineIsALineWithItsTimeAndItsSpeaker() {
        var transcript = Transcript()
        #expect(transcript.isEmpty)
        transcript.add(Self.bytes("7\n"), from: .second, at: .milliseconds(1))
        transcript.add(Self.bytes("ask"), from: .first, at: .milliseconds(2))
        transcript.add(Self.bytes(" 3\nask 4\n\n"), from: .first, at: .milliseconds(3))
        transcript.add(Self.bytes("hm"), from: .second, at: .milliseconds(4))
        transcript.add(remark: "the interactor left", at: .milliseconds(5))
        transcript.add([0xff, 10], from: .first, at: .milliseconds(6))
        #expect(!transcript.isEmpty)
        #expect(
            transcript.text == """
                \(Transcript.title)
                0.001 s < 7
                0.002 s > ask 3
                0.002 s > ask 4
                0.002 s > 
                0.004 s < hm [no line end]
                0.005 s the interactor left
                0.006 s > \\xff
                """)
    }

    @Test(arguments: [1, 7, 100, 65536])
    func muchTalkKeepsItsBeginningAndItsEnd(size: Int) throws {
        var transcript = Transcript()
        var said = 0
        while said < 1 << 20 {
            let line = (0..<size).map { UInt8(ascii: "a") + UInt8((said + $0) / 100_000) }
            transcript.add(Array(line.dropLast()) + [10], from: said % 2 == 0 ? .first : .second, at: .zero)
            said += size
        }
        transcript.add(Self.bytes("the end\n"), from: .first, at: .seconds(1))
        let text = transcript.text
        #expect(text.utf8.count <= Transcript.textLimit)
        #expect(text.hasPrefix(Transcript.title + "\n0.000 s > "))
        #expect(text.hasSuffix("1.000 s > the end"))
    }

    @Test func whatIsLeftOutIsCounted() throws {
        var transcript = Transcript()
        for _ in 0..<100 { transcript.add([UInt8](repeating: 120, count: 999) + [10], from: .first, at: .zero) }
        let text = transcript.text
        let note = try #require(text.split(separator: "\n").first { $0.hasPrefix("[…") })
        let leftOut = try #require(Int(note.split(separator: " ")[1]))
        // A byte in a thousand of what is left out is a line's end.
        let kept = text.utf8.count { $0 == 120 }
        #expect(abs(kept + leftOut - leftOut / 1000 - 100 * 999) <= 1)
    }

    @Test func aLineWithoutEndIsKeptInPart() {
        var transcript = Transcript()
        for _ in 0..<64 { transcript.add([UInt8](repeating: 52, count: 65536), from: .first, at: .zero) }
        let text = transcript.text
        #expect(text.utf8.count <= Transcript.textLimit)
        #expect(text.hasSuffix("4 [no line end]"))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var (submission, interactor): (Standstill.Speaker, Standstill.Speaker)
        var text: String
        var testDescription: String { text }

        init(_ submission: Standstill.Speaker, _ interactor: Standstill.Speaker, _ text: String) {
            (self.submission, self.interactor, self.text) = (submission, interactor, text)
        }
    }

    private static func says(_ text: String, unread: Int = 0, computes: Bool = false) -> Standstill.Speaker {
        var words = Standstill.Words()
        words.add(bytes(text))
        return Standstill.Speaker(said: words, unread: unread, computes: computes)
    }

    static let standstills = [
        Case(
            says("ask 1\nask 2\n"), says("7\n5\n6\n"),
            "both wait: the submission has read 3 lines and waits for more; the interactor has read 2 lines and waits for "
                + "more; nothing was flushed after byte 12"),
        Case(
            says(""), says("7\n"),
            "both wait: the submission has read 1 line and waits for more; the interactor was sent nothing and waits; "
                + "the submission has sent nothing; does it flush its output?"),
        Case(
            says("ask 1"), says("7\n"),
            "both wait: the submission has read 1 line and waits for more; the interactor has read 5 bytes and waits for "
                + "more; its last line, which ends at byte 5, has no line end"),
        Case(
            says(""), says(""),
            "both wait: the submission was sent nothing and waits; the interactor was sent nothing and waits; "
                + "the submission has sent nothing; does it flush its output?"),
        Case(
            says("ask 1\n"), says("7\n", unread: 6),
            "the submission has read 1 line and waits for more; the interactor does not read the 6 bytes that it was sent; "
                + "nothing was flushed after byte 6"),
        Case(
            says("ask 1\n", unread: 1), says("7", computes: true),
            "the submission does not read the 1 byte that it was sent; the interactor computes"),
        Case(
            says("ask 1\n", computes: true), says("7\n"),
            "the submission computes; the interactor has read 1 line and waits for more"),
    ]

    @Test(arguments: standstills)
    func whyTwoCameNoFurtherIsSaidInWords(_ example: Case) {
        var standstill = Standstill()
        (standstill.submission, standstill.interactor) = (example.submission, example.interactor)
        #expect(standstill.text == example.text)
    }

    @Test(
        arguments: [
            ([.accepted, .accepted], nil), ([.accepted, .wrongAnswer, .idleLimit], 1), ([.timeLimit], 0),
            ([.accepted, .memoryLimit, .wrongAnswer], nil), ([.judgeError, .accepted], 0), ([.runTimeError], 0),
        ] as [([Verdict], Int?)])
    func theTestCaseThatDecidesIsExplained(verdicts: [Verdict], deciding: Int?) {
        let results = Dictionary(
            uniqueKeysWithValues: verdicts.enumerated().map { ($0, TestResult(name: "\($0)", verdict: $1)) })
        var grader = Grader(GroupTree(tests: verdicts.count), wantsAll: true)
        // Of a batch it is not known what decides in the end: the first that fails may.
        #expect(TestRun.deciding(of: results, grader) == deciding)
        for (test, verdict) in verdicts.enumerated() { grader.record(TestOutcome(verdict), of: test) }
        #expect(grader.grade?.decidingTest == verdicts.firstIndex { $0 != .accepted })
        #expect(TestRun.deciding(of: results, grader) == deciding)
    }

    @Test func wordsAreCountedAsTheyCome() {
        var words = Standstill.Words()
        for piece in ["a", "b\nc", "", "\n\nd"] { words.add(Array(piece.utf8)) }
        #expect((words.bytes, words.lines, words.isLineOpen) == (7, 3, true))
        words.add([10])
        #expect((words.bytes, words.lines, words.isLineOpen) == (8, 4, false))
    }
}
