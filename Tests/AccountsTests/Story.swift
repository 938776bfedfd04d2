import Coordinator
import Cryptography
import Kernel
import Storage
import Testing
import Units

@testable import Accounts

/// What happens to one stream, command by command, at times that a test says.
struct Story<State: Aggregate> {
    private(set) var state = State()
    /// How many events there were.
    private(set) var count = 0

    /// Does a command.
    /// - Parameters:
    ///   - command: what is done.
    ///   - after: how long after the beginning of all stories.
    /// - Returns: the types of what happened.
    @discardableResult
    mutating func perform<C: Command>(_ command: C, after: Duration = .zero) throws -> [String] where C.State == State {
        let context = CommandContext(actor: Actor(.anybody), now: Moment.at(after))
        let events = try command.decide(state, context).events
        for event in events { try state.apply(event) }
        count += events.count
        return events.map { String($0.type.split(separator: ".").last ?? "") }
    }

    /// The kind of refusal that a command meets; nil if it is done, which changes nothing here.
    func refusal<C: Command>(of command: C, after: Duration = .zero) -> DomainError.Code?
    where C.State == State {
        let context = CommandContext(actor: Actor(.anybody), now: Moment.at(after))
        do throws(DomainError) {
            _ = try command.decide(state, context)
            return nil
        } catch {
            return error.code
        }
    }
}

/// When stories happen.
enum Moment {
    static let start = Timestamp(nanoseconds: 1_800_000_000_000_000_000)

    static func at(_ after: Duration) -> Timestamp { start + after }
}

/// What all stories have in common.
enum Cast {
    static let secrets = AccountSecrets(SymmetricKey([UInt8](repeating: 7, count: 32)))
    static let alice = EntityID(number: 1)
    static let bob = EntityID(number: 2)
    static let nonce: [UInt8] = [1, 2, 3]

    static func register(_ account: EntityID = alice, name: String = "alice") -> Register {
        Register(
            account: account, name: (secrets.id(of: "name", name), [1]),
            address: (secrets.id(of: "address", name + "@mail.example"), [2]), passwordHash: "hash", nonce: nonce)
    }

    static func proof(_ purpose: CodePurpose, _ account: EntityID = alice, nonce: [UInt8] = nonce) -> CodeProof {
        CodeProof(token: secrets.code(nonce, for: purpose, of: account), secrets: secrets)
    }

    /// An account whose address is confirmed.
    static func verified() throws -> Story<Account> {
        var story = Story<Account>()
        try story.perform(register())
        try story.perform(VerifyAddress(account: alice, code: proof(.verifyAddress)))
        return story
    }
}
