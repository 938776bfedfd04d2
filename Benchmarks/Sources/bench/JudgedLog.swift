import EmbeddedStorage
import Events
import Foundation
import Storage
import SystemPackage

/// A store whose log has submissions that were all judged, three entries each.
struct JudgedLog {
    /// Taken, built, judged.
    static let entriesEach = 3

    let folder: FilePath
    let submissions: Int
    var keys = KeyRing()

    func open() async throws -> EmbeddedStore {
        try await EmbeddedStore.open(folder.appending("store"), keys: keys, leaseDuration: .seconds(600))
    }

    func fill() async throws {
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
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
}

/// `value`, changed.
private func filled<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
    var value = value
    change(&value)
    return value
}
