public import Coordinator
public import Events
public import Storage
public import Units

/// What the events of one stream add up to, as far as commands need it.
public protocol Aggregate: Sendable {
    /// Nothing has happened yet.
    init()

    /// Something happened. Types that it does not know are left alone.
    /// - Throws: `StorageError` (`corrupted`) for an event that cannot be read, or cannot have happened here.
    mutating func apply(_ event: Event) throws(StorageError)
}

/// Something that somebody wants done with one stream. A pure value: what it decides follows from what it is given.
public protocol Command: Sendable {
    /// What it needs to know of the stream.
    associatedtype State: Aggregate

    /// What permissions and the audit call it.
    static var action: Action { get }

    /// The stream that it changes: the module's name, a hyphen, and what names the thing.
    var stream: StreamName { get throws(StorageError) }

    /// Whose thing it is done to, and in which scopes.
    func subject(in state: State) -> Subject

    /// What happens.
    /// - Throws: `DomainError` if it cannot be done.
    func decide(_ state: State, _ context: CommandContext) throws(DomainError) -> Decision
}

extension Command {
    /// By default the thing belongs to the platform, and to nobody.
    public func subject(in state: State) -> Subject { Subject() }
}

/// Who wants a command done, and when that is.
public struct CommandContext: Sendable {
    /// Who.
    public var actor: Actor
    /// The time that counts: it stands in the events where it decides something.
    public var now: Timestamp

    /// A context from its parts.
    public init(actor: Actor, now: Timestamp) { (self.actor, self.now) = (actor, now) }
}

/// What a command makes happen: events, and timers that are set and ended; all of it or nothing. Nothing at all is no failure:
/// all is as it should be already.
public struct Decision: Sendable {
    /// The events, in order.
    public private(set) var events: [Event] = []

    /// Nothing happens.
    public init() {}

    /// One thing happens.
    /// - Throws: `DomainError` (`failed`) if it cannot be encoded.
    public init(_ message: some PersistedEvent) throws(DomainError) {
        try add(message)
    }

    /// This happens, too.
    /// - Throws: `DomainError` (`failed`) if it cannot be encoded.
    public mutating func add(_ message: some PersistedEvent) throws(DomainError) {
        do throws(StorageError) {
            events.append(try Event(message))
        } catch {
            throw DomainError(error)
        }
    }

    /// From now on these contents are kept, for what happens refers to them.
    /// - Throws: `DomainError` (`failed`) if it cannot be encoded.
    public mutating func hold(_ contents: [LoggedBlobRef]) throws(DomainError) {
        var held = ContentsHeld()
        held.contents = contents
        try add(held)
    }

    /// A timer is set, or moved.
    /// - Throws: `DomainError` (`failed`) if it cannot be encoded.
    public mutating func set(_ timer: TimerName, for due: Timestamp) throws(DomainError) {
        var message = TimerSet()
        (message.name, message.id, message.dueNs) = (timer.name, timer.id, due.nanoseconds)
        try add(message)
    }

    /// A timer is not wanted any more.
    /// - Throws: `DomainError` (`failed`) if it cannot be encoded.
    public mutating func end(_ timer: TimerName) throws(DomainError) {
        var message = TimerEnded()
        (message.name, message.id) = (timer.name, timer.id)
        try add(message)
    }

    /// The timer for which all this is done is over.
    mutating func begin(byEnding timer: TimerName) throws(DomainError) {
        var ending = Decision()
        try ending.end(timer)
        events.insert(contentsOf: ending.events, at: 0)
    }
}
