public import Storage
public import Units

/// Names a timer of a stream.
public struct TimerName: Hashable, Sendable {
    /// What has to be done: the module's name, a dot, and a name: `contests.freeze`.
    public var name: String
    /// Which one of that name in its stream; empty where there is only one.
    public var id: String

    /// A name from its parts.
    public init(_ name: String, _ id: String = "") { (self.name, self.id) = (name, id) }
}

/// A timer whose moment has come.
public struct FiredTimer: Hashable, Sendable {
    /// Its name.
    public var name: TimerName
    /// The stream that it was set in.
    public var stream: StreamName
    /// When it was to be done: some time ago, if no coordinator ran then.
    public var due: Timestamp

    /// A timer from its parts.
    public init(_ name: TimerName, of stream: StreamName, due: Timestamp) {
        (self.name, self.stream, self.due) = (name, stream, due)
    }
}

/// What is done when timers of a name are due.
public struct TimerRule: Sendable {
    /// The name: the module's name, a dot, and a name.
    public var name: String
    /// Does it: by ``Commands/perform(_:for:)``, which ends the timer in the same entry, so that it is done once however often
    /// this is called. A timer that is still set afterwards is ended.
    public var fire: @Sendable (FiredTimer, Commands) async throws -> Void

    /// A rule from its parts.
    public init(_ name: String, fire: @escaping @Sendable (FiredTimer, Commands) async throws -> Void) {
        (self.name, self.fire) = (name, fire)
    }
}
