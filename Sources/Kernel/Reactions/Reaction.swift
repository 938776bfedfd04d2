public import Events
public import Storage

/// What follows from the log by itself: a mail, a call, a job, another command.
///
/// It is done at least once for each entry of its streams, by one coordinator: after a kill perhaps again, so ``act`` does
/// nothing twice for the same ``ReactionContext/key``.
public struct Reaction: Sendable {
    /// The name: the module's name, a dot, and a name: `accounts.mail`. It never changes, for how far it is is kept by it.
    public var name: String
    /// The streams whose entries it wants.
    public var streams: StreamPattern
    /// Reacts to an entry. What it throws has it tried again, after ``delays``; then the entry is a dead letter, which an admin
    /// sees, and the next one's turn comes.
    public var act: @Sendable (LogEntry, ReactionContext) async throws -> Void
    /// How long is waited before each further try.
    public var delays: [Duration] = [.seconds(1), .seconds(4), .seconds(16)]
    /// Whether trying again cannot help after that error: the entry is a dead letter at once. By default it may.
    public var isHopeless: @Sendable (any Error) -> Bool = { _ in false }

    /// How long one try may take: one that hangs is stopped then, and has failed. Until then what comes waits.
    public var longest = Duration.seconds(600)

    /// Those of reactions that give the fleet something: while the coordinator reads a long log, the fleet takes nothing.
    public static let fleetDelays: [Duration] = [
        .seconds(1), .seconds(4), .seconds(16), .seconds(60), .seconds(120),
    ]

    /// A reaction from its parts.
    public init(
        _ name: String, to streams: StreamPattern,
        act: @escaping @Sendable (LogEntry, ReactionContext) async throws -> Void
    ) {
        (self.name, self.streams, self.act) = (name, streams, act)
    }
}

/// What a reaction is given beside the entry.
public struct ReactionContext: Sendable {
    /// Does commands.
    public let commands: Commands
    /// Who does them: the platform, by the reaction's name.
    public let actor: Actor
    /// Names this reaction to this entry: the same again when it is tried again.
    public let key: String
}

/// A reaction to an entry that failed each time.
public struct DeadLetter: Hashable, Sendable {
    /// The reaction.
    public var reaction: String
    /// Where the entry stands.
    public var position: LogPosition
    /// Its stream.
    public var stream: String
    /// Why the last try failed.
    public var reason: String
    /// How often it was tried.
    public var attempts: Int
}
