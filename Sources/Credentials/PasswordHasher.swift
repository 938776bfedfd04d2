internal import Concurrency
internal import Cryptography
internal import Synchronization

/// Hashes passwords and checks them, a few at once: each takes 19 MiB and tens of milliseconds of a core.
package struct PasswordHasher: Sendable {
    /// What came of checking a password.
    package enum Answer: Hashable, Sendable {
        /// It is another one.
        case wrong
        /// It is the one.
        case right
        /// It is the one; what is stored was made with less work than is wanted now, and should be made anew.
        case rightButWeaklyStored
    }

    /// Why a password could not be hashed or checked.
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// What could not be done.
        package let stage: String
        /// Why.
        package let reason: String
        /// What to do about it.
        package let advice: String
        /// All three in a sentence.
        package var description: String { "cannot \(stage): \(reason); \(advice)" }
    }

    private final class Count: Sendable {
        let number = Atomic(0)
    }

    private let cost: PasswordCost
    private let turnstile: Turnstile
    private let count = Count()
    private let nobodys: String

    /// How many hashes it has computed, whatever came of them.
    package var computed: Int { count.number.load(ordering: .relaxed) }

    /// A hasher that works on `atOnce` passwords at once while others wait.
    /// - Parameters:
    ///   - cost: how much work new hashes are.
    ///   - atOnce: how many are worked on at once.
    ///   - waiting: how many more may wait.
    package init(cost: PasswordCost = .usual, atOnce: Int = 2, waiting: Int = 256) {
        self.cost = cost
        nobodys = Argon2id.nobodys(cost: cost)
        turnstile = Turnstile(most: max(1, atOnce), waiting: waiting) { refusal in
            let reason =
                switch refusal {
                case .isFull(let waiting): "\(waiting) others wait, which is the limit"
                case .wasLate: "too many others came before"
                }
            return Failure(stage: "check a password now", reason: reason, advice: "try again later")
        }
    }

    /// What is to be stored of a password: Argon2id's PHC string, with a salt of its own.
    /// - Throws: ``Failure``; `CancellationError`.
    package func hash(_ password: String) async throws -> String {
        let (bytes, cost) = (Array(password.utf8), cost)
        return try await work { try Argon2id.hash(bytes, salt: randomBytes(Argon2id.saltSize), cost: cost) }
    }

    /// Whether `password` is the one of which `stored` is kept. It takes as long where nothing is stored, so that nobody learns
    /// from it whether an account is there.
    /// - Throws: ``Failure``, also where what is stored is no hash; `CancellationError`.
    package func check(_ password: String, against stored: String?) async throws -> Answer {
        let kept = stored ?? nobodys
        guard let keptCost = PasswordCost(ofStored: kept) else {
            throw Failure(
                stage: "check a password", reason: "what is stored is no hash of this kind",
                advice: "let the account's owner choose a new password")
        }
        let bytes = Array(password.utf8)
        guard try await work({ try Argon2id.isHash(kept, of: bytes) }), stored != nil else { return .wrong }
        return keptCost.isLess(than: cost) ? .rightButWeaklyStored : .right
    }

    private func work<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await turnstile.pass("", patience: .seconds(10)) {
            count.number.add(1, ordering: .relaxed)
            return try await BlockingWork.run { _ in try body() }
        }
    }
}
