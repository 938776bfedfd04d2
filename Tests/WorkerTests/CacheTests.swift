import Fleet
import Glibc
import Synchronization
import SystemPackage
import Testing
import Units

@testable import Wire
@testable import Worker

@Suite(.timeLimit(.minutes(5))) struct CacheTests {
    private let directory: TestDirectory
    private let metrics = WorkerMetrics(slots: 1)

    init() throws {
        directory = try TestDirectory()
    }

    private func cache(_ capacity: ByteCount) -> DirectoryCache<Int, Int> {
        DirectoryCache(capacity: capacity, metrics: metrics)
    }

    /// Brings in the directory of `number`, of 10 MiB by its own word.
    private func bring(_ number: Int, to cache: DirectoryCache<Int, Int>) async throws -> CachedDirectory<Int> {
        try await cache.directory(number) {
            try await cache.filled(room: .mebibytes(10)) { try directory.makeDirectory("\(number)") }.with(number)
        }
    }

    @Test func theOldestThatNobodyUsesIsLetGoOf() async throws {
        let cache = cache(.mebibytes(32))
        for number in 1...3 { _ = try await bring(number, to: cache) }
        _ = await cache.known(1)
        _ = try await bring(4, to: cache)
        #expect(directory.path.names() == ["1", "3", "4"])
        #expect(await cache.size == .mebibytes(30))
    }

    @Test func whatIsInUseStaysAndWhatHasNoRoomIsRefused() async throws {
        let cache = cache(.mebibytes(32))
        var used = [try await bring(1, to: cache), try await bring(2, to: cache), try await bring(3, to: cache)]
        await #expect(throws: CacheFull.inUse) { try await bring(4, to: cache) }
        #expect(directory.path.names() == ["1", "2", "3"])
        used.removeFirst()
        _ = try await bring(4, to: cache)
        #expect(directory.path.names() == ["2", "3", "4"])
        #expect(used.map(\.value) == [2, 3])
    }

    @Test func whatIsLargerThanTheCacheIsRefusedAndNothingIsLetGoOf() async throws {
        let cache = cache(.mebibytes(32))
        _ = try await bring(1, to: cache)
        await #expect(throws: CacheFull.tooSmall(wanted: .mebibytes(40), capacity: .mebibytes(32))) {
            try await cache.reserve(.mebibytes(40))
        }
        #expect(directory.path.names() == ["1"])
    }

    @Test func manyWhoWantTheSameShareOneDownload() async throws {
        let cache = cache(.mebibytes(32))
        let loads = Tally()
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await cache.directory(1) {
                        loads.add()
                        try await Task.sleep(for: .milliseconds(50))
                        return CachedDirectory(path: directory.path.appending("1"), size: ByteCount(0), value: 1)
                    }.value
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(values == 20)
        #expect(loads.count == 1)
    }

    @Test func aDownloadEndsWhenTheLastWhoWantsItIsCancelled() async throws {
        let cache = cache(.mebibytes(32))
        let cancelled = Tally()
        let task = Task {
            try await cache.directory(1) {
                do {
                    try await Task.sleep(for: .seconds(60))
                } catch {
                    cancelled.add()
                    throw error
                }
                return CachedDirectory(path: directory.path.appending("1"), size: ByteCount(0), value: 1)
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(cancelled.count == 1)
    }

    @Test func whoComesWhenADownloadWasGivenUpBeginsAnother() async throws {
        let cache = cache(.mebibytes(32))
        let first = Task {
            try await cache.directory(1) {
                try? await Task.sleep(for: .seconds(60))
                // It takes a while to end.
                await Task { try? await Task.sleep(for: .milliseconds(200)) }.value
                throw CancellationError()
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        first.cancel()
        try await Task.sleep(for: .milliseconds(50))
        let second = try await bring(1, to: cache)
        #expect(second.value == 1)
        await #expect(throws: CancellationError.self) { try await first.value }
    }

    @Test func whatFailsLeavesNothingReserved() async throws {
        let cache = cache(.mebibytes(32))
        await #expect(throws: Errno.self) {
            try await cache.filled(room: .mebibytes(10)) { throw Errno.ioError }
        }
        #expect(await cache.size == ByteCount(0))
        _ = try await bring(1, to: cache)
        #expect(await cache.size == .mebibytes(10))
    }

    @Test func severalPackagesPassThroughASmallCache() async throws {
        let harness = try WorkerHarness(languages: ["python3"])
        var packages: [PackageID] = []
        for number in 0..<4 {
            let copy = try Repository.copy(of: "sum", in: harness.directory, adding: 12 << 20, number: number)
            packages.append(try await harness.coordinator.add(copy))
        }
        try await harness.withBoth {
            $0.cacheSize = .mebibytes(32)
        } _: { [packages] _ in
            for round in 0..<2 {
                for (index, package) in packages.enumerated() {
                    harness.enqueueBuild("b-\(round)-\(index)", package, "a.py", "print(1)", language: "python3")
                    let result = try await harness.coordinator.result(of: "b-\(round)-\(index)")
                    #expect(result.build.compilation.succeeded, "\(result.failure.message)")
                    #expect(harness.packages.count <= 2)
                }
            }
        }
        let gets = harness.coordinator.with { $0.gets }
        #expect(gets[packages[0].data] == 2)
    }

    @Test func onlyOneWorkerUsesADirectory() throws {
        let claim = try CacheClaim(directory.path.appending("cache"))
        #expect(throws: WorkerError.self) { try CacheClaim(directory.path.appending("cache")) }
        #expect(claim.isInMemory == directory.path.starts(with: "/dev/shm"))
    }
}

/// Counts what happens, in whatever task.
private final class Tally: Sendable {
    private let held = Mutex(0)
    var count: Int { held.withLock { $0 } }
    func add() { held.withLock { $0 += 1 } }
}
