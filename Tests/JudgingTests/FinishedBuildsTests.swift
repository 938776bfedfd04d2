import Files
import Sandbox
import SystemPackage
import Testing
import Units

@testable import Judging

/// What a judge that runs for months keeps of its builds.
@Suite struct FinishedBuildsTests {
    private let package: ToyPackage

    init() throws {
        package = try ToyPackage(testCases: 1)
    }

    private func key(_ number: Int) -> BuildKey {
        BuildKey(language: "\(number)", plan: nil, sources: [], toolchain: [])
    }

    /// A build of 10 MiB by its own word.
    private func build(_ number: Int) throws -> Build {
        let place = package.directory.appending("build-\(number)")
        try place.makeDirectories()
        return Build(
            result: .built(Artifact(directory: place, files: [])), isRepeatable: true,
            directory: BuildDirectory(place), size: .mebibytes(10))
    }

    private var directories: [String] {
        get throws { try package.directory.names().filter { $0.hasPrefix("build-") } }
    }

    @Test func theOldestIsLetGoOfWithItsDirectory() throws {
        let builds = FinishedBuilds(limit: .mebibytes(32))
        for number in 1...3 { builds.add(try build(number), of: key(number)) }
        #expect(builds.build(of: key(1)) != nil)
        builds.add(try build(4), of: key(4))
        #expect(builds.build(of: key(2)) == nil)
        #expect(builds.size >= .mebibytes(30) && builds.size < .mebibytes(31))
        #expect(try directories == ["build-1", "build-3", "build-4"])
    }

    @Test func whatSomebodyUsesIsRemovedOnlyAfterwards() throws {
        let builds = FinishedBuilds(limit: .mebibytes(11))
        builds.add(try build(1), of: key(1))
        var used = builds.build(of: key(1))
        builds.add(try build(2), of: key(2))
        #expect(try directories == ["build-1", "build-2"])
        #expect(used?.directory != nil)
        used = nil
        #expect(try directories == ["build-2"])
    }

    @Test func whatMayEndOtherwiseTheNextTimeIsNotKept() throws {
        let builds = FinishedBuilds(limit: .mebibytes(32))
        builds.add(Build(result: .failed("too slow"), isRepeatable: false), of: key(1))
        builds.add(Build(result: .failed("a typing error"), isRepeatable: true), of: key(2))
        #expect(builds.build(of: key(1)) == nil && builds.build(of: key(2)) != nil)
    }

    @Test func howeverSmallTheyAreThereAreNotTooMany() {
        let builds = FinishedBuilds(limit: .gibibytes(64))
        for number in 0..<20_000 { builds.add(Build(result: .failed(""), isRepeatable: true), of: key(number)) }
        #expect(builds.size <= .kibibytes(16384))
        #expect(builds.build(of: key(0)) == nil && builds.build(of: key(19_999)) != nil)
    }

    @Test func aHostWithALimitLetsGoOfBuildsAndBuildsAgain() async throws {
        let executor = FakeExecutor(store: package.directory.appending("store")) { _ in .writes("ok") }
        let host = JudgeHost(executor: executor, languages: package.languages, builds: .kibibytes(64))
        let judge = try Judge(package.whole, host: host)
        for number in 0..<20 {
            let submission = try package.submission("\(number)/a.made", "\(number)")
            #expect(try await judge.build(submission).compilation.isCached == false)
        }
        let last = try await judge.build(try package.submission("again/a.made", "19"))
        #expect(last.compilation.isCached)
        let first = try await judge.build(try package.submission("first/a.made", "0"))
        #expect(!first.compilation.isCached)
        let kept = try executor.store.appending("builds").names()
        #expect(kept.count < 10)
        #expect(first.artifact?.directory.exists == true)
    }
}
