internal import Events
internal import Kernel
internal import Storage
internal import Synchronization

/// Whom the log says to be erased, and of whom it does not say yet that all is given up that they had.
final class ErasedPeople: Sendable {
    private struct State {
        var erased: Set<EntityID> = []
        var unfinished: Set<EntityID> = []
    }

    private let state = Mutex(State())

    /// Those who are erased.
    var all: Set<EntityID> { state.withLock { $0.erased } }

    /// Those of them whose addresses are not free yet: that is what is done last.
    var unfinished: Set<EntityID> { state.withLock { $0.unfinished } }
}

extension ErasedPeople: LogProjection {
    var name: String { "accounts-erased" }
    var version: UInt32 { 1 }
    var streams: StreamPattern {
        .anyOf([.prefixed(AccountStream.people + "-"), .prefixed(AccountStream.addresses + "-")])
    }

    func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        for event in entry.events {
            if event.type == AccountErased.persistedType {
                guard let id = AccountStream.id(entry.stream, of: AccountStream.people) else { continue }
                state.withLock { state in
                    state.erased.insert(id)
                    state.unfinished.insert(id)
                }
            } else if let released = try event.unpackedIfHeld(AddressReleased.self) {
                guard let id = EntityID(released.account) else { continue }
                state.withLock { _ = $0.unfinished.remove(id) }
            }
        }
    }

    func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let state = state.withLock { $0 }
        return { writer in
            for people in [state.erased, state.unfinished] {
                try writer.add(UInt32(people.count))
                for person in people { try writer.add(person.number) }
            }
        }
    }

    func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored = State()
        for _ in 0..<(try reader.count()) { restored.erased.insert(EntityID(number: try reader.number())) }
        for _ in 0..<(try reader.count()) { restored.unfinished.insert(EntityID(number: try reader.number())) }
        return { [self, restored] in state.withLock { $0 = restored } }
    }
}
