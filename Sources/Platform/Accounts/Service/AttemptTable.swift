internal import Concurrency
internal import Coordinator
internal import Credentials
internal import Synchronization
internal import Units

/// Who tried to prove who they are lately, and failed: by account and by network address. It is this coordinator's own, and
/// bounded: what was used longest ago is forgotten.
final class AttemptTable: Sendable {
    /// What tries are counted by.
    enum Subject: Hashable, Sendable {
        /// The account that somebody wants into, whether it is there or not.
        case account(String)
        /// Where somebody is; in a hall many share one.
        case address(String)

        /// How many may fail without a delay.
        var free: Int {
            switch self {
            case .account: 3
            case .address: 300
            }
        }
    }

    private static let most = 100_000
    private let table = Mutex(RecentlyUsed<Subject, AttemptDelay>())

    /// Counts a try as failed, until ``succeed(_:)`` says otherwise: so that many at once are counted.
    /// - Throws: `DomainError` (`exhausted`) if one of the subjects has to wait.
    func begin(_ subjects: [Subject], at now: Timestamp) throws(DomainError) {
        let left = table.withLock { table in
            let left = subjects.map { table.value(of: $0)?.left(at: now.seconds) ?? 0 }.max() ?? 0
            guard left == 0 else { return left }
            for subject in subjects {
                var delay = table.remove(subject) ?? AttemptDelay(free: subject.free)
                delay.fail(at: now.seconds)
                table.add(delay, size: 1, for: subject)
            }
            _ = table.trim(to: .max, count: Self.most)
            return 0
        }
        guard left == 0 else {
            throw DomainError(
                .exhausted, "there were too many wrong tries", advice: "wait a little", retryAfter: .seconds(left))
        }
    }

    /// The try did not fail: nothing of these is remembered.
    func succeed(_ subjects: [Subject]) {
        table.withLock { table in
            for subject in subjects { _ = table.remove(subject) }
        }
    }
}
