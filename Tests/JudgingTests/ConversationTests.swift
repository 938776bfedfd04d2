import Concurrency
import Files
import Grading
import Problems
import Sandbox
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

@testable import Judging

/// The pairs of programs of Testcases/conversations: who is at fault, why, and what was said.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ConversationTests {
    private static let root = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()

    /// A pair, and what must come of it.
    struct Pair: CustomTestStringConvertible, Sendable {
        var name: String
        var verdict: Verdict
        var home = "kattis"
        /// The time limit in seconds; the clock's follows from it.
        var limit = "0.5"
        var message: String?
        var transcript: [String] = []

        var testDescription: String { name }

        /// Reads the first lines of the interactor.
        init(_ name: String, in folder: FilePath) throws {
            self.name = name
            let source = try folder.appending(name).appending("interactor.py").contents()
            var values: [String: [String]] = [:]
            for line in ByteText.decode(source).split(separator: "\n").prefix(while: { $0.hasPrefix("# ") }) {
                let parts = line.dropFirst(2).split(separator: ": ", maxSplits: 1)
                values[String(try #require(parts.first)), default: []].append(String(try #require(parts.last)))
            }
            #expect(Set(values.keys).isSubset(of: ["expect", "home", "limit", "says", "transcript", "x"]), "\(name)")
            #expect(values["x"]?.count == 1, "\(name) does not say what happens")
            verdict = try #require(values["expect"]?.first.flatMap { Verdict(rawValue: $0) }, "\(name)")
            home = values["home"]?.first ?? home
            limit = values["limit"]?.first ?? limit
            message = values["says"]?.first
            transcript = values["transcript"] ?? []
        }
    }

    private static let folder = root.appending("Testcases").appending("conversations")

    static func pairs() throws -> [Pair] {
        try folder.names().filter { !$0.hasSuffix(".md") }.sorted().map { try Pair($0, in: folder) }
    }

    @Test func eachPairEndsAsItSays() async throws {
        let languages = try RepositoryLanguages.catalog
        let pairs = try Self.pairs()
        #expect(pairs.count > 30)
        try await withSandbox { sandbox in
            let host = JudgeHost(executor: sandbox, languages: languages)
            let place = try ToyPackage(testCases: 0)
            let results = try await BoundedTasks.map(pairs, atOnce: sandbox.parallelism) { [root = place.directory] in
                try await Self.judge($0, in: root.appending($0.name), on: host)
            }
            for (pair, result) in zip(pairs, results) { Self.check(result, of: pair) }
            withExtendedLifetime(place) {}
        }
    }

    /// A submission of one of the packages, and what its transcript has.
    struct Talk: CustomTestStringConvertible, Sendable {
        var (package, submission): (String, String)
        var parts: [String]
        var testDescription: String { "\(package) \(submission)" }

        init(_ package: String, _ submission: String, _ parts: [String]) {
            (self.package, self.submission, self.parts) = (package, submission, parts)
        }
    }

    @Test(
        "Of a submission that fails, what was said on the test case that decides is written down, and on no other",
        arguments: [
            Talk(
                "ridge", "wrong_answer/polite.c", ["> good morning, guide", "the interactor ended with exit status 43"]),
            Talk("relay", "wrong_answer/no_note.go", ["the submission ended with exit status 0"]),
            Talk("relay", "time_limit_exceeded/waits_second.c", ["> note 0", "--- pass 2", "< second 0"]),
            Talk("dial", "solutions/no_flush.c", ["the submission was stopped at its wall time limit"]),
        ])
    func theDecidingTestCaseIsWrittenDown(_ talk: Talk) async throws {
        let package = try ProblemPackage(Self.root.appending("Testcases").appending("problems").appending(talk.package))
        let languages = try RepositoryLanguages.catalog
        let submissions = try SubmissionSelection(package).select([talk.submission])
        try await withSandbox { sandbox in
            let host = JudgeHost(executor: sandbox, languages: languages)
            var options = JudgeOptions()
            options.runsAllTests = true
            let judgements = try await Judge(package, host: host, options: options).judgements(of: submissions)
            let judgement = try #require(judgements.first)
            #expect(judgement.tests.filter { $0.transcript != nil }.map(\.name) == [judgement.decidingTest])
            for part in talk.parts { #expect(judgement.decidingTranscript.contains(part)) }
            // Who only asks whether it is right does not ask why it is not.
            options.stopsEarly = true
            options.runsAllTests = false
            let short = try await Judge(package, host: host, options: options).judgements(of: submissions)
            #expect(short.map(\.verdict) == judgements.map(\.verdict))
            #expect(short.allSatisfy { $0.tests.allSatisfy { $0.transcript == nil } })
        }
    }

    private static func judge(_ pair: Pair, in place: FilePath, on host: JudgeHost) async throws -> TestResult {
        let programs = folder.appending(pair.name)
        func write(_ path: String, _ text: String) throws {
            try place.pushing(FilePath(path)).writeFile(Array(text.utf8))
        }
        try write("problem.yaml", "name: a pair\nvalidation: custom interactive\nlimits:\n  validation_time: 1\n")
        try write(".timelimit", "\(pair.limit)\n")
        if pair.home == "domjudge" { try write("domjudge-problem.ini", "timelimit = \(pair.limit)\n") }
        try write("data/secret/1.in", "21\n")
        try write("data/secret/1.ans", "42\n")
        for (source, copy) in [("submission", "submissions/accepted/a.py"), ("interactor", "output_validators/i.py")] {
            try place.pushing(FilePath(copy)).writeFile(try programs.appending("\(source).py").contents())
        }
        let package = try ProblemPackage(place)
        var options = JudgeOptions()
        options.quietWait = .zero
        let judgements = try await Judge(package, host: host, options: options)
            .judgements(of: package.problem.submissions)
        return try #require(judgements.first?.tests.first)
    }

    private static func check(_ result: TestResult, of pair: Pair) {
        #expect(result.verdict == pair.verdict, "\(pair.name): \(result.message)")
        if let message = pair.message { #expect(result.message.contains(message), "\(pair.name)") }
        let transcript = result.transcript ?? ""
        for words in pair.transcript { #expect(transcript.contains(words), "\(pair.name)") }
        let isTold = [.wrongAnswer, .timeLimit, .idleLimit, .runTimeError, .judgeError].contains(pair.verdict)
        #expect(transcript.hasPrefix(isTold ? Transcript.title : ""), "\(pair.name)")
        #expect(transcript.isEmpty != isTold, "\(pair.name)")
        #expect(transcript.utf8.count <= Transcript.textLimit)
    }
}
