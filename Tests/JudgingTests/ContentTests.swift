import Files
import Grading
import Problems
import Provenance
import Sandbox
import SystemPackage
import Testing
import Units

@testable import Judging

/// What a judgement says that it was made of.
@Suite struct ContentTests {
    private func executor(_ package: ToyPackage) -> FakeExecutor {
        FakeExecutor(store: package.directory.appending("store")) { _ in .writes("ok") }
    }

    private func judge(
        _ package: ToyPackage, _ submissions: [Submission], executor: FakeExecutor
    ) async throws -> [Judgement] {
        let judge = try Judge(
            package.whole, host: JudgeHost(executor: executor, languages: package.languages))
        return try await judge.judgements(of: submissions)
    }

    private static func digests(of package: ToyPackage) throws -> PackageDigests {
        let whole = package.whole
        return try PackageDigests(whole.problem) {
            try ContentDigest(ofFileAt: whole.path(of: $0), isCancelled: { false })
        }
    }

    @Test func theFourPartsAreThoseOfThePackageTheSubmissionAndTheLanguage() async throws {
        let package = try ToyPackage(testCases: 3)
        let executor = executor(package)
        let submissions = [try package.submission("1/a.toy", "x"), try package.submission("2/b.toy", "y")]
        let judgements = try await judge(package, submissions, executor: executor)
        let digests = try Self.digests(of: package)
        #expect(
            judgements.map(\.content)
                == [("a.toy", "x"), ("b.toy", "y")].map { name, text in
                    JudgedContent(
                        source: ContentDigest(ofSubmission: [(name, Array(text.utf8))]), tests: digests.tests,
                        checker: digests.checker, toolchain: "toy: toy 1.0")
                })
        #expect(executor.versions.total == 1, "a language is asked once")
    }

    @Test func theSourceIsTheSameUnderOtherLimitsInAnotherPackageAndBesideOtherFiles() async throws {
        var sources: Set<ContentDigest?> = []
        for number in 0..<4 {
            let package = try ToyPackage(testCases: 1 + number)
            package.problem.limits.memory = .mebibytes(64 + Int64(number))
            if number == 1 { package.problem.languages = ["c"] }
            if number == 2 {
                // One of the package's own files beside it, and one in the place of its own.
                package.problem.includes = [
                    "default": try ["main.toy", "a.toy"].map { name in
                        SourceFile(try ToyPackage.file("include/\(name)", [7], in: package.directory), name: name)
                    }
                ]
            }
            let submission = try package.submission("a.toy", "same")
            let judgements = try await judge(package, [submission], executor: executor(package))
            sources.insert(judgements.first?.content.source)
            #expect((judgements.first?.content.toolchain == nil) == (number == 1), "what is refused is not built")
        }
        #expect(sources == [ContentDigest(ofSubmission: [("a.toy", Array("same".utf8))])])
    }

    @Test func anOversizedSourceHasNoHashAndTheRestHas() async throws {
        let package = try ToyPackage(testCases: 1)
        package.problem.limits.code = ByteCount(10)
        let submission = try package.submission("a.toy", "12345678901")
        let content = try await judge(package, [submission], executor: executor(package)).first?.content
        let digests = try Self.digests(of: package)
        #expect(content == JudgedContent(tests: digests.tests, checker: digests.checker))
    }

    @Test func aTestCaseThatCannotBeReadLeavesTheHashesUnknownAndIsSaid() async throws {
        let package = try ToyPackage(testCases: 2)
        try package.whole.files(of: package.problem.testCases[1]).answer.removeTree()
        let judgement = try #require(
            try await judge(package, [try package.submission("a.toy")], executor: executor(package)).first)
        #expect(judgement.verdict == .judgeError)
        #expect(judgement.content.tests == nil && judgement.content.checker == nil && judgement.content.source != nil)
        #expect(judgement.warnings.contains { $0.contains("1.ans") && $0.contains("no hashes") })
    }

    @Test func aLanguageThatDoesNotSayItsVersionIsNamedByNothing() async throws {
        let package = try ToyPackage(testCases: 1)
        var executor = executor(package)
        executor.version = RunResult(exit: .exited(1))
        let judgements = try await judge(package, [try package.submission("a.toy")], executor: executor)
        #expect(judgements.map(\.verdict) == [.accepted])
        #expect(judgements.first?.content.toolchain == nil)
    }

    @Test func aVersionWithoutEndIsCutBetweenCharacters() async throws {
        let package = try ToyPackage(testCases: 1)
        var executor = executor(package)
        executor.version = .writes(String(repeating: "\u{20ac}", count: 1000))
        let judgements = try await judge(package, [try package.submission("a.toy")], executor: executor)
        #expect(judgements.first?.content.toolchain == "toy: " + String(repeating: "\u{20ac}", count: 85))
    }

    /// A worker judges in parts, and the coordinator knows the hashes.
    @Test func judgingInPartsReadsNoTestCaseThatItDoesNotRun() async throws {
        let package = try ToyPackage(testCases: 2)
        let files = package.whole.files(of: package.problem.testCases[1])
        for path in [files.input, files.answer] { try path.removeTree() }
        let judge = try Judge(
            package.whole, host: JudgeHost(executor: executor(package), languages: package.languages))
        let program = try await judge.build(try package.submission("a.toy"))
        #expect(program.toolchain == "toy: toy 1.0")
        let batch = try await judge.execute(program, on: [0], BatchOptions(AllowedTime(limit: .seconds(1))))
        #expect(batch.results.mapValues(\.verdict) == [0: .accepted])
    }
}
