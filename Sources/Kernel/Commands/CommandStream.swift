internal import Events
internal import Storage
internal import Units

/// One stream as commands see it: what the module makes of it, and what the kernel has to know.
struct CommandStream<State: Aggregate>: Sendable {
    /// How many keys of commands are remembered, those of the latest.
    static var mostKeys: Int { 1024 }

    /// A command that was done under a key.
    struct Done: Sendable {
        var position: LogPosition
        var digest: [UInt8]
    }

    private(set) var state = State()
    private(set) var position = LogPosition.start
    /// The timers that are set.
    private(set) var timers: [TimerName: Timestamp] = [:]
    /// How many entries it has: what keeping it costs, more or less.
    private(set) var entries = 0
    private var done: [[UInt8]: Done] = [:]
    private var keys: [[UInt8]] = []
    /// Of the entry that was added last.
    private var recorded: (key: [UInt8], digest: [UInt8])?

    /// What was done under a key; nil if nothing was, or it is too long ago.
    func done(under key: [UInt8]) -> Done? { done[key] }

    /// Adds the next entry.
    mutating func apply(_ entry: LogEntry) throws(StorageError) {
        try add(entry.events)
        stand(at: entry.position)
    }

    /// Adds the events of the next entry; ``stand(at:)`` says where that is.
    mutating func add(_ events: [Event]) throws(StorageError) {
        for event in events { try add(event) }
    }

    /// The events that were added last are an entry that stands there.
    mutating func stand(at position: LogPosition) {
        if let recorded { remember(recorded.key, Done(position: position, digest: recorded.digest)) }
        recorded = nil
        self.position = position
        entries += 1
    }

    /// The next entry is passed over.
    mutating func pass(_ position: LogPosition) { self.position = position }

    private mutating func add(_ event: Event) throws(StorageError) {
        switch event.type {
        case TimerSet.persistedType:
            let set: TimerSet = try event.unpacked()
            timers[TimerName(set.name, set.id)] = Timestamp(nanoseconds: set.dueNs)
        case TimerEnded.persistedType:
            let ended: TimerEnded = try event.unpacked()
            timers[TimerName(ended.name, ended.id)] = nil
        case CommandRecorded.persistedType:
            let record: CommandRecorded = try event.unpacked()
            recorded = (Array(record.key), Array(record.requestDigest))
        default: try state.apply(event)
        }
    }

    private mutating func remember(_ key: [UInt8], _ command: Done) {
        guard !key.isEmpty else { return }
        if done.updateValue(command, forKey: key) == nil { keys.append(key) }
        // In halves, so that it costs nothing on the whole.
        guard keys.count > Self.mostKeys * 2 else { return }
        for key in keys.prefix(Self.mostKeys) { done[key] = nil }
        keys.removeFirst(Self.mostKeys)
    }
}
