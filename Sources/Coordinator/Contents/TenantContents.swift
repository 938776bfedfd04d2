public import Fleet
public import Identity
public import Storage
import Synchronization

/// Which contents each tenant has put itself, as far as this coordinator saw it.
///
/// Contents are stored once, whoever puts them, and some are secret test data of one line. So that no client learns by
/// asking, putting or adding a package whether somebody else has stored a content that it guesses, a client is answered as
/// if there were only what its own tenant has put; what it sends in vain is stored once all the same. Workers and admins
/// are told what there is. When this is forgotten, at a restart or for lack of room, nothing is lost: clients send again.
public final class TenantContents: Sendable {
    /// How a tenant stands with a content.
    public enum Standing: Sendable {
        /// It has put all of it.
        case complete
        /// It has sent so much of it to the store.
        case begun(Int64)
        /// It has sent a part of what was there already: only hashed.
        indirect case hashed(ContentHasher)
    }

    private struct Claim: Hashable {
        var tenant: String
        var hash: ContentHash
    }

    /// Two halves, of which the older one is dropped when the newer is full.
    private struct State {
        var newer: [Claim: Standing] = [:]
        var older: [Claim: Standing] = [:]
    }

    private let half: Int
    private let state = Mutex(State())

    /// Remembers at most `capacity` contents, each for about 150 bytes.
    public init(capacity: Int = 500_000) {
        half = max(1, capacity / 2)
    }

    /// How the tenant of `principal` stands with that content; nil: not at all.
    public func standing(_ hash: ContentHash, of principal: Principal) -> Standing? {
        let claim = Claim(tenant: principal.tenant, hash: hash)
        return state.withLock { $0.newer[claim] ?? $0.older[claim] }
    }

    /// Remembers how the tenant of `principal` stands with that content. What is complete stays so.
    public func note(_ standing: Standing, _ hash: ContentHash, of principal: Principal) {
        let claim = Claim(tenant: principal.tenant, hash: hash)
        state.withLock { state in
            if case .complete? = state.newer[claim] { return }
            state.newer[claim] = standing
            guard state.newer.count >= half else { return }
            state.older = state.newer
            state.newer = [:]
        }
    }

    /// Whether `principal` may be told of that content, if it is there.
    public func isVisible(_ hash: ContentHash, to principal: Principal) -> Bool {
        switch principal.reach(.knowContents) {
        case .nothing: return false
        case .own:
            guard case .complete? = standing(hash, of: principal) else { return false }
            return true
        case .all: return true
        }
    }
}
