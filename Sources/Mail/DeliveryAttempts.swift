/// How often a mail is tried, and when again: after 1, 4 and 16 seconds. Pure.
package struct DeliveryAttempts: Hashable, Sendable {
    /// How long is waited before each further try.
    package static let delays: [Duration] = [.seconds(1), .seconds(4), .seconds(16)]

    /// What is done with a mail that was not sent.
    package enum Next: Hashable, Sendable {
        /// It is tried again after that time.
        case again(after: Duration)
        /// It is put aside, for a person to look at.
        case deadLetter
    }

    /// How many tries failed.
    package private(set) var failures = 0

    /// Nothing was tried yet.
    package init() {}

    /// A try failed.
    /// - Returns: what is done next.
    package mutating func fail(_ failure: MailFailure) -> Next {
        failures += 1
        guard failure.kind == .transient, failures <= Self.delays.count else { return .deadLetter }
        return .again(after: Self.delays[failures - 1])
    }
}
