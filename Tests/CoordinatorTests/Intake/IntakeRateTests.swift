import Coordinator
import EmbeddedStorage
import Storage
import TestSupport
import Testing
import Wire

/// How many submissions are taken by 64 tasks at once, and how long a start with them takes. For a machine that is quiet.
struct IntakeRateTests {
    private static let count = 20_000

    @Test(.enabled(if: LongTests.areAskedFor))
    func twentyThousandAreTakenInAMinuteAndReadAgain() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let clock = ContinuousClock()
        let text = String(repeating: "int main() { return 0; }\n", count: 40)
        try await ClientSide.with(on: store) { side in
            let taken = try await clock.measure {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<64 {
                        group.addTask {
                            for number in stride(from: task, to: Self.count, by: 64) {
                                _ = try await side.service.submit(
                                    .valid("\(number)", text: text), as: .client("tenant-\(task % 8)"))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let behind = try await clock.measure { try await side.projections.catchesUp() }
            #expect(side.projections.admission.open == Self.count)
            let rate = Int(Double(Self.count) / (taken / .seconds(1)))
            print("\(rate) submissions a second; followers behind by \(behind)")
            #expect(taken <= .seconds(60))
        }
        try await ClientSide.with(on: store) { side in
            let start = clock.now
            let jobs = try await side.reconciliation.enqueueAll()
            // One measures the package without a limit.
            #expect(jobs == Self.count + 1)
            print("\(Self.count) open submissions are looked after in \(clock.now - start) at a start")
        }
        try await store.close()
    }
}
