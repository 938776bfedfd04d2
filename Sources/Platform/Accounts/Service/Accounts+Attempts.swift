internal import Coordinator
internal import Credentials
internal import Kernel
internal import Logging
internal import Mail
internal import RateLimits
internal import Storage
internal import Units

extension Accounts {
    /// How long whoever fails has to wait: at an account after three failures; from an address, which many in a hall share,
    /// after three hundred.
    static func limits(by clock: any PlatformClock) -> FailureLimits {
        FailureLimits(account: FailureDelay(free: 3), address: FailureDelay(free: 300)) { clock.steady.nanoseconds }
    }

    /// How long where somebody has shown that the account is theirs: whoever shares a hall's address with them keeps them out no
    /// longer than that.
    private static let atKnownPlace = FailureDelay(longest: .seconds(60), free: 3)

    /// What tries at an account are counted by that somebody names so: all spellings of a name or an address are one. The same
    /// where there is no such account, so that nobody learns from the waiting whether there is.
    static func counted(_ text: String) -> String { MailAddress(text)?.key ?? text.lowercased() }

    /// Asks for a try to prove who somebody is. It counts as failed until it is said to have ended otherwise.
    ///
    /// Where somebody has shown before that the account is theirs, others' failures elsewhere count for nothing: whoever knows a
    /// name keeps nobody out.
    /// - Parameters:
    ///   - account: the account that somebody wants into, whether it is there or not; nil: none yet.
    ///   - actor: who tries, from where; nil: that does not count.
    /// - Throws: `DomainError` (`exhausted`) if it has to wait.
    func attempt(at account: String? = nil, by actor: Actor? = nil) throws(DomainError) -> FailureLimits.Attempt {
        let answer =
            if let account, let actor, places.isKnown(account, at: actor) {
                attempts.attempt(
                    account: KnownPlaces.subject(account, at: actor), address: nil, by: Self.atKnownPlace)
            } else {
                attempts.attempt(
                    account: account.map { RateSubject("account", $0) },
                    address: actor.map { RateSubject(address: $0.address ?? "") })
            }
        switch answer {
        case .allowed(let attempt): return attempt
        case .refused(let wait):
            throw DomainError(
                .exhausted, "there were too many wrong tries", advice: "wait a little", retryAfter: wait)
        }
    }

    /// Does what a try is for. It has succeeded if that ends well, and failed if it is refused; what cannot be done now is neither.
    func trying<Value>(_ attempt: FailureLimits.Attempt, _ body: () async throws -> Value) async throws -> Value {
        do {
            let value = try await body()
            attempts.succeeded(attempt)
            return value
        } catch let error as DomainError {
            switch error.code {
            case .unavailable, .failed, .damaged: attempts.undecided(attempt)
            case .invalid, .forbidden, .notFound, .alreadyExists, .wrongState, .conflict, .exhausted, .cancelled: break
            }
            throw error
        }
    }

    /// Works with passwords. That there is no time for it now is said to whoever asked; the reason stands in the coordinator's log.
    func hashing<Value>(_ body: (PasswordHasher) async throws -> Value) async throws -> Value {
        do {
            return try await body(hasher)
        } catch let failure as PasswordHasher.Failure {
            logger.warning("a password was not looked at", metadata: ["error": "\(failure)"])
            throw DomainError(
                .unavailable, "passwords cannot be looked at now", advice: "try again", retryAfter: .seconds(2))
        }
    }

    /// Takes note, among what was refused, that somebody could not show that an account is theirs.
    func noteFailure(_ action: Action, at id: EntityID?, by actor: Actor) throws {
        guard let id else { return }
        services.noteFailedProof(action, by: actor, of: try id.stream(AccountStream.people))
    }

    // MARK: Mails that somebody wants sent

    /// How many codes that confirm an address are sent to it within an hour because somebody at one place, or anywhere, wants that.
    static func mailLimits(by clock: any PlatformClock) -> WindowLimits {
        let hour = Duration.seconds(3600)
        return WindowLimits(
            ["from one": SlidingWindow(5, within: hour), "from all": SlidingWindow(20, within: hour)],
            now: { clock.now.nanoseconds })
    }

    /// Whether a code that confirms an address may be sent to it, which counts then: whoever makes many accounts with somebody's
    /// address drowns nobody in mail. Codes for a new password have a pause of their own, so that nobody keeps them from their
    /// owner in this way.
    func maySend(to address: EntityID, by actor: Actor) -> Bool {
        let place = AddressNetwork.name(of: actor.address ?? "")
        return mails.take([
            ("from one", RateSubject("mail from", "\(place) \(address)")),
            ("from all", RateSubject("mail", "\(address)")),
        ]).isAllowed
    }
}
