internal import Coordinator
internal import Events
internal import Synchronization

/// What workers say of submissions that somebody watches, before it is recorded. Nothing of it is kept: there is a place for it
/// from when the first one watches until the last one has gone.
final class LiveFindings: Sendable {
    /// What came of a test case.
    struct Found: Hashable, Sendable {
        var verdict: LoggedVerdict
        var cpuNs: UInt64
        var memoryBytes: UInt64
    }

    private struct Watched {
        var watchers = 0
        var found: [UInt32: Found] = [:]
    }

    /// Of more test cases of a submission nothing is known before it is recorded.
    private static let most = 10_000

    private let watched = Mutex<[SubmissionID: Watched]>([:])

    /// One more watches these judgings.
    func begin(_ ids: [SubmissionID]) {
        watched.withLock { watched in
            for id in ids { watched[id, default: Watched()].watchers += 1 }
        }
    }

    /// One watches these judgings no more.
    func end(_ ids: [SubmissionID]) {
        watched.withLock { watched in
            for id in ids {
                watched[id]?.watchers -= 1
                if watched[id]?.watchers == 0 { watched[id] = nil }
            }
        }
    }

    /// A worker says something.
    func note(_ finding: JudgingDesk.Finding, of id: SubmissionID) {
        watched.withLock { watched in
            switch finding {
            case .begun: watched[id]?.found = [:]
            case .ended(let test, let result):
                guard let found = watched[id]?.found, found.count < Self.most || found[test] != nil else { return }
                watched[id]?.found[test] = Found(
                    verdict: result.verdict, cpuNs: result.cpuTimeNs, memoryBytes: result.memoryBytes)
            }
        }
    }

    /// What is known of a judging's test cases, by their indices.
    func found(of id: SubmissionID) -> [UInt32: Found] { watched.withLock { $0[id]?.found ?? [:] } }

    /// How many judgings are watched.
    var count: Int { watched.withLock { $0.count } }
}
