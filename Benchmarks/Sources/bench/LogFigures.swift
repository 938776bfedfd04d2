import Coordinator
import EmbeddedStorage
import Events
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
            folder: FilePath(bench.work + "/history"), submissions: bench.isQuick ? 50_000 : 1_000_000,
            languages: FilePath(bench.root + "/Languages"))
        try FileManager.default.createDirectory(atPath: history.folder.string, withIntermediateDirectories: true)
        let filling = try await ContinuousClock().measure { try await history.fill() }
        // The end of the first one leaves a snapshot.
        let before = cpuTime
        let rebuild = try await history.timeToReady()
        let work = cpuTime - before
        var starts: [Double] = []
        for _ in 0..<bench.rounds(5, quick: 3) { starts.append(try await history.timeToReady()) }
        let start = Statistics.median(starts)
        let snapshot = try FileManager.default.attributesOfItem(atPath: history.snapshot.string)[.size] as? Int ?? 0
        let entries = history.submissions * History.entriesEach
        return [
            Reading(
                name: "start", value: start, digits: 2, target: .atMost(5),
                detail: """
                    s to ready with \(history.submissions) submissions in the log and a snapshot of \
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

/// A log in which everything was judged.
private struct History {
    /// Taken, built, judged.
    static let entriesEach = 3

    let folder: FilePath
    let submissions: Int
    /// The folder of the language files.
    let languages: FilePath
    private let keys = KeyRing()

    init(folder: FilePath, submissions: Int, languages: FilePath) {
        self.folder = folder
        self.submissions = submissions
        self.languages = languages
    }

    var snapshot: FilePath { folder.appending("projections.snapshot") }

    private func open() async throws -> EmbeddedStore {
        try await EmbeddedStore.open(folder.appending("store"), keys: keys, leaseDuration: .seconds(600))
    }

    func fill() async throws {
        let store = try await open()
        let tasks = 256
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    for number in stride(from: task, to: submissions, by: tasks) {
                        try await add(number, to: store.log)
                    }
                }
            }
            try await group.waitForAll()
        }
        try await store.close()
    }

    private func add(_ number: Int, to log: any EventLog) async throws {
        let id = SubmissionID(tenant: "tenant-\(number % 50)", key: "\(number)")
        let accepted = filled(SubmissionAccepted()) { event in
            (event.tenant, event.language) = ("tenant-\(number % 50)", "cpp")
            event.package = Data(ContentHash(of: [UInt8(number % 200)]).bytes)
            (event.contest, event.tests, event.requestHash) = ("contest-\(number % 100)", 20, Data(count: 32))
            event.sources = [filled(LoggedSourceFile()) { ($0.name, $0.content) = ("main.cpp", Data(count: 1000)) }]
        }
        let built = filled(SubmissionBuilt()) { event in
            (event.generation, event.worker, event.batches) = (1, "judge-1", [20])
            event.result.compilation.succeeded = true
        }
        let batch = filled(BatchJudged()) { event in
            (event.generation, event.worker) = (1, "judge-1")
            event.result.tests = (0..<20 as Range<UInt32>).map { index in
                filled(LoggedExecuteResult.Test()) { test in
                    test.index = index
                    (test.result.verdict, test.result.cpuTimeNs) = (.accepted, 12_000_000)
                    (test.result.wallTimeNs, test.result.memoryBytes) = (13_000_000, 4_000_000)
                    test.result.measurementsNs = [12_000_000]
                }
            }
        }
        let judged = filled(SubmissionJudged()) { ($0.generation, $0.verdict) = (1, .accepted) }
        var last = LogPosition.start
        for events in [[try Event(accepted)], [try Event(built)], [try Event(batch), try Event(judged)]] {
            last = try await log.append(events, to: id.stream, expecting: .last(last))
        }
    }

    /// Starts a coordinator, and ends it when it is ready.
    /// - Returns: how long it took to be ready, in seconds.
    func timeToReady() async throws -> Double {
        let clock = ContinuousClock()
        let begun = clock.now
        let store = try await open()
        var options = VerdictCoordinator.Options()
        options.snapshots = snapshot
        let coordinator = try VerdictCoordinator(
            log: store.log, queue: store.queue, blobs: store.blobs, keys: keys,
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

/// `value`, changed.
private func filled<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
    var value = value
    change(&value)
    return value
}

/// The CPU time of this process so far, in seconds: POSIX counts a million ticks in one.
private var cpuTime: Double { Double(clock()) / 1e6 }
