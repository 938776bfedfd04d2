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
    /// How much of a content a tenant has sent.
    public enum UploadState: Sendable {
        /// It has put all of it.
        case complete
        /// It has sent so much of it to the store.
        case begun(Int64)
        /// It has sent a part of what was there already: only hashed.
        indirect case hashed(ContentHasher)
    }

    private struct Key: Hashable {
        var tenant: String
        var hash: ContentHash
    }

    private let states: Mutex<RecentValues<Key, UploadState>>

    /// Remembers at most `capacity` contents, each for about 150 bytes.
    public init(capacity: Int = 500_000) {
        states = Mutex(RecentValues(capacity: capacity))
    }

    /// How much of that content the tenant of `principal` has sent; nil: nothing.
    public func uploadState(of hash: ContentHash, of principal: Principal) -> UploadState? {
        let key = Key(tenant: principal.tenant, hash: hash)
        return states.withLock { $0[key] }
    }

    /// Remembers how much of that content the tenant of `principal` has sent. What is complete stays so.
    public func record(_ state: UploadState, _ hash: ContentHash, of principal: Principal) {
        let key = Key(tenant: principal.tenant, hash: hash)
        states.withLock { states in
            let isComplete = if case .complete? = states[key] { true } else { false }
            states[key] = isComplete ? .complete : state
        }
    }

    /// Whether `principal` may be told of that content, if it is there.
    public func isVisible(_ hash: ContentHash, to principal: Principal) -> Bool {
        switch principal.reach(.knowContents) {
        case .nothing: return false
        case .own:
            guard case .complete? = uploadState(of: hash, of: principal) else { return false }
            return true
        case .all: return true
        }
    }
}
