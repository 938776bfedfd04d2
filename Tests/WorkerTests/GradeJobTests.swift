import Fleet
import Grading
import GradingWire
import SystemPackage
import Testing

@testable import Wire
@testable import Worker

/// Jobs that ask a package's own grader about a group of test cases.
@Suite(.serialized, .timeLimit(.minutes(5))) struct GradeJobTests {
    /// Has the grader of `podium`, or of a copy of it, asked about the group that its two best attempts decide.
    private static func enqueue(
        _ harness: WorkerHarness, _ id: String, _ package: PackageID,
        _ change: (inout Verdict_V1_Job.Grade) -> Void = { _ in }
    ) {
        let question = GraderQuestion(
            group: 4, arguments: ["--best", "2"],
            results: [
                GroupGrade(.accepted, score: Score(36) / Score(5)), GroupGrade(.wrongAnswer, score: .zero),
                GroupGrade(.accepted, score: Score(1) / Score(2)),
            ])
        harness.coordinator.enqueue(id) { job in
            job.submission = id
            job.grade = question.message
            job.grade.package = package.data
            change(&job.grade)
        }
    }

    /// `podium` with another grader.
    private static func podium(_ harness: WorkerHarness, grader: String, named name: String) throws -> FilePath {
        let copy = try harness.directory.makeDirectory("podium-\(name)")
        for part in ["problem.yaml", "data", "output_validators", "submissions"] {
            try Repository.problem("podium").appending(part).copy(to: copy.appending(part))
        }
        let graders = try harness.directory.makeDirectory("podium-\(name)/graders")
        try graders.appending(name).write(grader)
        return copy
    }

    @Test("The package's grader is called with the arguments and the results, and its answer is brought")
    func answers() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("podium"))
        try await harness.withBoth { _ in
            Self.enqueue(harness, "grade", package)
            let result = try await harness.coordinator.result(of: "grade").grade
            #expect(result == GroupGrade(.accepted, score: Score(77) / Score(10)).message(ofGroup: 4))
            Self.enqueue(harness, "best", package) { $0.arguments = ["--best", "3"] }
            #expect(try await harness.coordinator.result(of: "best").grade.verdict == .wrongAnswer)
        }
        #expect(harness.coordinator.with { $0.waiting.isEmpty && $0.leased.isEmpty })
    }

    @Test("A grader that fails is an answer: the judge's error, with its words, which are cut")
    func failures() async throws {
        let harness = try WorkerHarness()
        let grader = "import sys\nsys.exit('no such medal' + 'x' * 100000)\n"
        let package = try await harness.coordinator.add(try Self.podium(harness, grader: grader, named: "bad.py"))
        try await harness.withBoth { _ in
            Self.enqueue(harness, "grade", package)
            let result = try await harness.coordinator.result(of: "grade").grade
            #expect(result.group == 4 && result.verdict == .judgeError && result.score.isEmpty)
            #expect(result.remark.contains("no such medal") && result.remark.utf8.count <= 4096)
        }
    }

    @Test("A grader that does not compile is the package's fault, which no other worker mends")
    func packagesFault() async throws {
        let harness = try WorkerHarness()
        let broken = try Self.podium(harness, grader: "int main(void) { return }", named: "broken.c")
        let package = try await harness.coordinator.add(broken)
        try await harness.withBoth { _ in
            Self.enqueue(harness, "grade", package)
            let failure = try await harness.coordinator.result(of: "grade").failure
            #expect(!failure.worthRetrying && failure.message.contains("does not compile"), "\(failure.message)")
        }
    }

    @Test("A question about a group that the package's grader does not grade is refused, and the worker goes on")
    func otherGroups() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("podium"))
        try await harness.withBoth { _ in
            for group in [0, 1, 77] as [UInt32] {
                Self.enqueue(harness, "grade-\(group)", package) { $0.group = group }
                let failure = try await harness.coordinator.result(of: "grade-\(group)").failure
                #expect(failure.worthRetrying && failure.message.contains("group \(group)"), "\(failure.message)")
            }
            Self.enqueue(harness, "grade", package)
            #expect(try await harness.coordinator.result(of: "grade").grade.verdict == .accepted)
        }
    }
}
