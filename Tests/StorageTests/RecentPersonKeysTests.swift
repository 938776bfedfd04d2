import Cryptography
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("Keys from memory are those of a moment ago")
struct RecentPersonKeysTests {
    /// A store whose answers a test changes, and that counts how often it is asked.
    private final class FarKeys: PersonKeys {
        private struct State {
            var key: SymmetricKey?
            var asked = 0
            var whileAsked: (@Sendable () async throws -> Void)?
        }

        private let state = Mutex(State(key: SymmetricKey()))

        var asked: Int { state.withLock { $0.asked } }

        func next(_ whileAsked: @escaping @Sendable () async throws -> Void) {
            state.withLock { $0.whileAsked = whileAsked }
        }

        func key(of person: PersonID) async throws(StorageError) -> PersonKey {
            let (key, meanwhile) = state.withLock { state in
                state.asked += 1
                defer { state.whileAsked = nil }
                return (state.key, state.whileAsked)
            }
            do { try await meanwhile?() } catch { throw StorageError(.unavailable, stage: "\(error)") }
            return key.map { .present($0) } ?? .destroyed
        }

        func create(for person: PersonID) async throws(StorageError) -> SymmetricKey? { state.withLock { $0.key } }
        func destroy(_ person: PersonID) async throws(StorageError) { state.withLock { $0.key = nil } }
        func list(after person: PersonID?, limit: Int) async throws(StorageError) -> [PersonKeyListing] { [] }
    }

    private func isPresent(_ keys: RecentPersonKeys, _ person: PersonID) async throws -> Bool {
        if case .present = try await keys.key(of: person) { true } else { false }
    }

    @Test("A destruction by somebody else is seen when the moment is over, one's own at once")
    func age() async throws {
        let (far, clock, person) = (FarKeys(), ManualClock(), PersonID())
        let keys = RecentPersonKeys(far, age: .milliseconds(500), clock: clock)
        #expect(try await isPresent(keys, person))
        try await far.destroy(person)
        clock.advance(by: .milliseconds(499))
        #expect(try await isPresent(keys, person))
        #expect(far.asked == 1)
        clock.advance(by: .milliseconds(1))
        #expect(try await !isPresent(keys, person))
        let own = RecentPersonKeys(FarKeys(), clock: clock)
        #expect(try await isPresent(own, person))
        try await own.destroy(person)
        #expect(try await !isPresent(own, person))
    }

    @Test("What was read while it was destroyed is not kept")
    func readMeanwhile() async throws {
        let (far, person) = (FarKeys(), PersonID())
        let keys = RecentPersonKeys(far, clock: ManualClock())
        far.next { try await keys.destroy(person) }
        _ = try await keys.key(of: person)
        #expect(try await !isPresent(keys, person))
    }

    @Test("No more keys are in memory than may be")
    func bounded() async throws {
        let far = FarKeys()
        let keys = RecentPersonKeys(far, limit: 2, clock: ManualClock())
        let people = (0..<3).map { _ in PersonID() }
        for person in people + people { _ = try await keys.key(of: person) }
        #expect(far.asked == 6)
        _ = try await keys.key(of: people[2])
        #expect(far.asked == 6)
    }
}
