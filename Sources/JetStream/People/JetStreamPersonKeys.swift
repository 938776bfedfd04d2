import Concurrency
import Cryptography
import Storage

/// People's keys in a JetStream stream of their own: a message that has a person's key, sealed, and one that says that the
/// key is destroyed. Each is claimed once.
///
/// What counts is the second: when it is there, the key is destroyed on every coordinator. Then each server overwrites the
/// first in its file. A copy of it stays in the servers' Raft logs until they make the next snapshot of the stream, which they
/// do every 2 to 3 minutes; what is found there is sealed with the ``Storage/KeyRing``.
///
/// ``StoredStream/shortestLife`` says why messages are not deleted young. A key is: the other danger is that somebody's key is
/// still there. What goes wrong then needs a claim that was refused, and none is made that is known to be lost: only two
/// coordinators that make a key for the same person at the same time refuse one to the other.
final class JetStreamPersonKeys: PersonKeys {
    let stream: StoredStream
    private let subjects: String
    private let keys: KeyRing

    init(_ stream: StoredStream, subjects: String, keys: KeyRing) {
        (self.stream, self.subjects, self.keys) = (stream, subjects, keys)
    }

    func key(of person: PersonID) async throws(StorageError) -> PersonKey {
        let stage = "read the key of the person \(person)"
        // In this order: a key that is destroyed meanwhile is found to be so.
        let message = try await stream.last(on: subject(.key, of: person), stage: stage)
        if try await isDestroyed(person, stage) { return .destroyed }
        guard let message else { return .missing }
        return .present(try keys.openKey(message.payload, of: person))
    }

    func create(for person: PersonID) async throws(StorageError) -> SymmetricKey? {
        let stage = "make a key for the person \(person)"
        switch try await key(of: person) {
        case .present(let key): return key
        case .destroyed: return nil
        case .missing: break
        }
        let key = SymmetricKey()
        let sealed = try keys.seal(key, of: person)
        guard case .won = try await stream.claim(subject(.key, of: person), headers: [], sealed, stage: stage) else {
            return try await keyOfOther(person, stage)
        }
        // Destroyed while it was made: whoever did that may not have seen it.
        guard try await isDestroyed(person, stage) else { return key }
        try await erase(person, stage)
        return nil
    }

    /// The key that somebody else has made.
    private func keyOfOther(_ person: PersonID, _ stage: String) async throws(StorageError) -> SymmetricKey? {
        switch try await key(of: person) {
        case .present(let key): return key
        case .destroyed: return nil
        case .missing:
            throw .unavailable(stage, "the servers say that a key is there, and that there is none")
        }
    }

    func destroy(_ person: PersonID) async throws(StorageError) {
        let stage = "destroy the key of the person \(person)"
        try await markDestroyed(person, stage)
        try await erase(person, stage)
    }

    /// Destroys the key for everybody; its bytes are still there.
    func markDestroyed(_ person: PersonID, _ stage: String) async throws(StorageError) {
        guard try await !isDestroyed(person, stage) else { return }
        _ = try await stream.claim(subject(.destroyed, of: person), headers: [], [], stage: stage)
    }

    private func isDestroyed(_ person: PersonID, _ stage: String) async throws(StorageError) -> Bool {
        try await stream.last(on: subject(.destroyed, of: person), stage: stage) != nil
    }

    private func erase(_ person: PersonID, _ stage: String) async throws(StorageError) {
        guard let message = try await stream.last(on: subject(.key, of: person), stage: stage) else { return }
        try await stream.delete(message.sequence, erasing: true, stage: stage)
    }

    func list(after person: PersonID?, limit: Int) async throws(StorageError) -> [PersonKeyListing] {
        guard limit > 0 else { return [] }
        var found: [PersonKeyListing] = []
        try await forEachGroup(from: person?.bytes[0] ?? 0, stage: "list the keys of people") { all in
            let later = all.filter { one in person.map { $0 < one.key } ?? true }.sorted { $0.key < $1.key }
            found += later.map { PersonKeyListing($0, isDestroyed: $1.contains(.destroyed)) }
            return found.count < limit
        }
        return Array(found.prefix(limit))
    }

    /// Removes what is left of keys whose destruction was interrupted.
    func finishDestructions() async throws(StorageError) {
        let stage = "remove what is left of keys that were destroyed"
        try await forEachGroup(from: 0, stage: stage) { [self] all throws(StorageError) in
            let left = all.filter { $0.value == [.key, .destroyed] }
            try await BoundedTasks.forEach(left.keys, atOnce: 16) { [self] person throws(StorageError) in
                try await erase(person, stage)
            }
            return true
        }
    }

    /// Does so now and every hour, until the task is cancelled.
    func finishDestructionsAgainAndAgain() async {
        while !Task.isCancelled {
            // What fails now is done next time, or by the next that opens the store.
            _ = try? await finishDestructions()
            guard (try? await Task.sleep(for: .seconds(3600))) != nil else { return }
        }
    }
}

extension JetStreamPersonKeys {
    /// What a message says of a person; the last part of its subject.
    enum Mark: String {
        case key, destroyed
    }

    func subject(_ mark: Mark, of person: PersonID) -> String {
        SubjectGroups.subject(person.description, below: subjects) + ".\(mark.rawValue)"
    }

    /// Calls `body` with what there is of people, group after group in the order of their ids, until it answers false.
    private func forEachGroup(
        from first: UInt8, stage: String, _ body: ([PersonID: Set<Mark>]) async throws(StorageError) -> Bool
    ) async throws(StorageError) {
        try await stream.forEachGroup(below: subjects, from: first, stage: stage) { ends throws(StorageError) in
            var all: [PersonID: Set<Mark>] = [:]
            for end in ends {
                let parts = end.split(separator: ".")
                guard parts.count == 3, let person = PersonID(String(parts[0] + parts[1])),
                    let mark = Mark(rawValue: String(parts[2]))
                else { continue }
                all[person, default: []].insert(mark)
            }
            return try await body(all)
        }
    }
}
