internal import Coordinator
internal import Kernel
internal import Mail
internal import RateLimits
internal import Units

extension Accounts {
    /// How long whoever fails has to wait: at an account after three failures; from an address, which many in a hall share,
    /// after three hundred.
    static func limits(by clock: any PlatformClock) -> FailureLimits {
        FailureLimits(account: FailureDelay(free: 3), address: FailureDelay(free: 300)) { clock.now.nanoseconds }
    }

    /// What tries at an account are counted by that somebody names so: all spellings of a name or an address are one. The same
    /// where there is no such account, so that nobody learns from the waiting whether there is.
    static func counted(_ text: String) -> String { MailAddress(text)?.key ?? text.lowercased() }

    /// Asks for a try to prove who somebody is. It counts as failed until it is said to have succeeded.
    /// - Parameters:
    ///   - account: the account that somebody wants into, whether it is there or not; nil: none yet.
    ///   - actor: who tries, from where; nil: that does not count.
    /// - Throws: `DomainError` (`exhausted`) if it has to wait.
    func attempt(at account: String? = nil, by actor: Actor? = nil) throws(DomainError) -> FailureLimits.Attempt {
        let answer = attempts.attempt(
            account: account.map { RateSubject("account", $0) },
            address: actor.map { RateSubject(address: $0.address ?? "") })
        switch answer {
        case .allowed(let attempt): return attempt
        case .refused(let wait):
            throw DomainError(
                .exhausted, "there were too many wrong tries", advice: "wait a little", retryAfter: wait)
        }
    }
}
