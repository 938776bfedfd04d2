import Coordinator
import EmbeddedStorage
import Foundation
import Glibc
import Logging
import Storage
import SystemPackage
import Toolchains

extension Figure {
    /// How long a coordinator takes to be ready: with a snapshot of what its log says, and with the log alone.
    static func startAndRebuild(_ bench: Bench) async throws -> [Reading] {
        let history = History(
            log: JudgedLog(
                folder: FilePath(bench.work + "/history"), submissions: bench.isQuick ? 50_000 : 1_000_000),
            languages: FilePath(bench.root + "/Languages"))
        let filling = try await ContinuousClock().measure { try await history.log.fill() }
        // The end of the first one leaves a snapshot.
        let before = cpuTime
        let rebuild = try await history.timeToReady()
        let work = cpuTime - before
        var starts: [Double] = []
        for _ in 0..<bench.rounds(5, quick: 3) { starts.append(try await history.timeToReady()) }
        let start = Statistics.median(starts)
        let snapshot = try FileManager.default.attributesOfItem(atPath: history.snapshot.string)[.size] as? Int ?? 0
        let entries = history.log.submissions * JudgedLog.entriesEach
        return [
            Reading(
                name: "start", value: start, digits: 2, target: .atMost(5),
                detail: """
                    s to ready with \(history.log.submissions) submissions in the log and a snapshot of \
                    \(snapshot >> 20) MiB, which is opening the store, reading the snapshot and bringing the queue in \
                    line; \(starts.count) times; filled in \(filling.seconds.text(0)) s
                    """),
            Reading(
                name: "rebuild", value: Double(entries) / rebuild, digits: 0, target: .atLeast(100_000),
                detail: """
                    entries a second, from the log alone: \(entries) entries, sealed, in \(rebuild.text(2)) s, \
                    opening the store included; \((work / Double(entries) * 1e6).text(1)) µs of CPU time each
                    """),
        ]
    }
}

/// A coordinator of a log in which everything was judged.
private struct History {
    let log: JudgedLog
    /// The folder of the language files.
    let languages: FilePath

    var snapshot: FilePath { log.folder.appending("projections.snapshot") }

    /// Starts a coordinator, and ends it when it is ready.
    /// - Returns: how long it took to be ready, in seconds.
    func timeToReady() async throws -> Double {
        let clock = ContinuousClock()
        let begun = clock.now
        let store = try await log.open()
        var options = VerdictCoordinator.Options()
        options.snapshots = snapshot
        let coordinator = try VerdictCoordinator(
            log: store.log, queue: store.queue, blobs: store.blobs, keys: log.keys,
            languages: LanguageCatalog(directory: languages),
            options: options, logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await coordinator.run() }
        while !coordinator.isReady {
            guard !coordinator.hasEnded else { throw BenchError("the coordinator ended: \(coordinator.problem ?? "")") }
            try await Task.sleep(for: .milliseconds(1))
        }
        let taken = clock.now - begun
        running.cancel()
        _ = await running.result
        try await store.close()
        return taken.seconds
    }
}

/// The CPU time of this process so far, in seconds: POSIX counts a million ticks in one.
var cpuTime: Double { Double(clock()) / 1e6 }
