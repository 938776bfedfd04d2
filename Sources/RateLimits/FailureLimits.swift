import Synchronization
public import Units

/// How soon somebody may try again to prove who they are: the waits of an account and of an address, each longer with each
/// failure. Of this process alone; bounded memory.
///
/// A try counts as a failure until it has ended otherwise, so that a thousand at once are not a thousand tries for one wait.
public final class FailureLimits: Sendable {
    private struct State: Sendable {
        var accounts: SubjectTable<FailureCount>
        var addresses: SubjectTable<FailureCount>
    }

    private let account: FailureDelay
    private let address: FailureDelay
    private let state: Mutex<State>
    private let now: @Sendable () -> Int64

    /// A try that was let in, to say how it ended.
    public struct Attempt: Sendable {
        let account: RateSubject?
        let address: RateSubject?
    }

    /// What comes of asking for a try.
    public enum Answer: Sendable {
        /// It may go on; it has failed unless it is said to have ended otherwise.
        case allowed(Attempt)
        /// It may not, and counts as none.
        case refused(retryAfter: Duration)
    }

    /// Limits by these rules.
    /// - Parameters:
    ///   - account: the waits of an account.
    ///   - address: the waits of an address, from which several people may come.
    ///   - subjects: how many accounts, and how many addresses, are counted each for itself.
    ///   - now: nanoseconds since any moment that stays the same.
    public init(
        account: FailureDelay = FailureDelay(), address: FailureDelay = FailureDelay(free: 10),
        subjects: Int = 16_384, now: @escaping @Sendable () -> Int64 = { SystemTime.monotonic }
    ) {
        (self.account, self.address) = (account, address)
        state = Mutex(
            State(accounts: SubjectTable(limit: subjects), addresses: SubjectTable(limit: subjects)))
        self.now = now
    }

    /// Asks for a try.
    /// - Parameters:
    ///   - account: whom somebody says to be, also if there is no such account; nil: nobody yet.
    ///   - address: from where; nil: that does not count.
    ///   - rule: the account's waits, if they are others than those of all; the same each time for one account.
    public func attempt(account: RateSubject?, address: RateSubject?, by rule: FailureDelay? = nil) -> Answer {
        state.withLock { state in
            let (now, rule) = (max(0, now()), rule ?? self.account)
            let waits = [
                account.map { state.accounts.withState(of: $0, at: now) { rule.wait(&$0, at: now) } },
                address.map { state.addresses.withState(of: $0, at: now) { self.address.wait(&$0, at: now) } },
            ]
            let wait = waits.compactMap(\.self).max() ?? .zero
            guard wait == .zero else { return .refused(retryAfter: wait) }
            if let account { state.accounts.withState(of: account, at: now) { $0.add(at: now, rule) } }
            if let address { state.addresses.withState(of: address, at: now) { $0.add(at: now, self.address) } }
            return .allowed(Attempt(account: account, address: address))
        }
    }

    /// The try has succeeded: the account's failures are forgotten, and as many of the address's. Not all of these: somebody
    /// who has an account of their own would forget those of guessing at others' with it.
    public func succeeded(_ attempt: Attempt) {
        end(attempt) { count in
            defer { count = FailureCount() }
            return Int(count.failures)
        }
    }

    /// The try has neither failed nor succeeded: the store was away, say. It does not count.
    public func undecided(_ attempt: Attempt) {
        end(attempt) { count in
            count.remove(1)
            return 1
        }
    }

    private func end(_ attempt: Attempt, _ change: (inout FailureCount) -> Int) {
        state.withLock { state in
            let now = max(0, now())
            // Where no account is known, the try itself is what is taken back.
            let count = attempt.account.map { state.accounts.withState(of: $0, at: now, change) } ?? 1
            guard let address = attempt.address else { return }
            state.addresses.withState(of: address, at: now) { $0.remove(count) }
        }
    }
}
