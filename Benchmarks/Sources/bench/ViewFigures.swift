import EmbeddedStorage
import Foundation
import Logging
import Storage
import SystemPackage
import Views

extension Figure {
    /// How fast views are made of the log alone.
    static func rebuildViews(_ bench: Bench) async throws -> [Reading] {
        let log = JudgedLog(
            folder: FilePath(bench.work + "/views"), submissions: bench.isQuick ? 33_334 : 333_334)
        try await log.fill()
        let entries = log.submissions * JudgedLog.entriesEach
        var rates: [Double] = []
        let before = cpuTime
        for round in 0..<bench.rounds(3, quick: 3) {
            rates.append(Double(entries) / (try await log.timeToViews(round)))
        }
        let work = (cpuTime - before) / Double(entries * rates.count)
        return [
            Reading(
                name: "rebuild-views", value: Statistics.median(rates), digits: 0, target: .atLeast(100_000),
                detail: """
                    entries a second: two views from \(entries) entries, sealed, \(rates.count) times; \
                    \((work * 1e6).text(1)) µs of CPU time each
                    """)
        ]
    }
}

extension JudgedLog {
    /// Makes the views in a new file.
    /// - Returns: how long that took, in seconds.
    fileprivate func timeToViews(_ round: Int) async throws -> Double {
        let store = try await open()
        let clock = ContinuousClock()
        let begun = clock.now
        let views = try await ViewStore.open(
            folder.appending("views-\(round).sqlite"), BenchViews.all, log: store.log, codes: keys.codes(for: "cursor"),
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await views.run() }
        while !views.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
        let taken = clock.now - begun
        running.cancel()
        _ = await running.result
        try await views.close()
        try await store.close()
        return taken.seconds
    }
}
