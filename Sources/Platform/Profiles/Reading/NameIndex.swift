internal import Foundation
internal import Kernel
internal import Storage
internal import Synchronization

/// The names by which people can be searched for: in memory alone, since names stand in the log sealed with keys that can be
/// destroyed. It may be late: whoever is found is looked at again before they are shown.
final class NameIndex: Sendable {
    /// How many people are known at most.
    static let room = 500_000

    private struct State {
        var words: [EntityID: [String]] = [:]
        var position: Int64 = 0
    }

    private let state = Mutex(State())

    /// Up to where in the log it was told.
    var position: Int64 { state.withLock { $0.position } }

    /// Somebody shows this name since that entry; nil: none.
    func set(_ name: String?, of person: EntityID, at position: Int64) {
        state.withLock { state in
            state.position = max(state.position, position)
            let isNew = state.words[person] == nil
            guard let name, !isNew || state.words.count < Self.room else {
                state.words[person] = nil
                return
            }
            state.words[person] = Self.words(name)
        }
    }

    /// Those whose names have all words of a text, of which the last may go on; the shortest names first.
    func find(_ text: String, atMost limit: Int) -> [EntityID] {
        let wanted = Self.words(text)
        guard !wanted.isEmpty else { return [] }
        // Looked through outside of the lock: they may be many.
        let found = state.withLock { $0.words }.filter { Self.matches($0.value, wanted) }
        let sorted = found.sorted { one, other in
            let (length, otherLength) = (one.value.joined().utf8.count, other.value.joined().utf8.count)
            return (length, one.value.joined(), "\(one.key)") < (otherLength, other.value.joined(), "\(other.key)")
        }
        return sorted.prefix(limit).map(\.key)
    }

    /// Whether a name has all words of a text.
    static func matches(_ name: [String], _ wanted: [String]) -> Bool {
        guard let last = wanted.last else { return false }
        return wanted.dropLast().allSatisfy(name.contains) && name.contains { $0.hasPrefix(last) }
    }

    /// The words of a text, without case and marks: at most 16.
    static func words(_ text: String) -> [String] {
        let folded = text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        return folded.split { !$0.isLetter && !$0.isNumber }.prefix(16).map(String.init)
    }
}
