import FoundationEssentials
public import Storage
import Synchronization
public import Units
public import Wire

/// What the contents that clients put count against their tenants' quotas: each content once for each tenant, for good. Kept
/// in the log's stream `contents`; the ``Projection`` tells what that has.
///
/// The sum is that of ``Admission/storedBytes(of:)``, in which the sources are that came with submissions.
public final class ContentAccounts: Sendable {
    /// The stream that they stand under.
    static let streamName = "contents"

    /// Room for a content that a client sends.
    public struct Claim: Sendable {
        fileprivate let key: Int
        fileprivate let tenant: String
        fileprivate let bytes: UInt64
    }

    /// A tenant's content is known by its hash under this process's own random key: eight bytes for each of what may be
    /// millions, which nobody can make two contents share.
    private struct State {
        var counted: Set<Int> = []
        /// What is sent now, and how often at once: its room is in the sum.
        var underWay: [Int: Int] = [:]
        var isComplete = false
    }

    private let log: any EventLog
    private let admission: Admission
    private let quotas: Quotas
    private let state = Mutex(State())

    /// The accounts of `log`, which nothing was read of yet; sums are those of `admission`.
    public init(log: any EventLog, admission: Admission, quotas: Quotas) {
        self.log = log
        self.admission = admission
        self.quotas = quotas
    }

    /// Makes room for a content that `principal` is about to send, if its tenant may have it.
    /// - Returns: what to ``end(_:)`` when no more comes; nil for what needs no room: its tenant has put it before, or it
    ///   is no client's.
    /// - Throws: ``WireError``: `resourceExhausted` with what the tenant has and may have; `unavailable` while the log is
    ///   read.
    public func begin(
        _ hash: ContentHash, size: ByteCount, of principal: Principal
    ) throws(WireError) -> Claim? {
        guard principal.role == .client else { return nil }
        let claim = Claim(hash, size, tenant: principal.name)
        return try state.withLock { state throws(WireError) in
            guard !state.counted.contains(claim.key) else { return nil }
            guard state.isComplete else {
                throw WireError(.unavailable, "the coordinator is starting; try again", retryAfter: .seconds(1))
            }
            if state.underWay[claim.key] == nil {
                try admission.store(claim.bytes, of: claim.tenant, quota: quotas.get(claim.tenant))
            }
            state.underWay[claim.key, default: 0] += 1
            return claim
        }
    }

    /// No more comes: the room is given back, unless the content came to count.
    public func end(_ claim: Claim) {
        state.withLock { state in
            let others = (state.underWay[claim.key] ?? 1) - 1
            state.underWay[claim.key] = others > 0 ? others : nil
            guard others <= 0, !state.counted.contains(claim.key) else { return }
            admission.discard(claim.bytes, of: claim.tenant)
        }
    }

    /// A content that `principal` put is durable: when this returns, so is that it counts. Nothing happens if it does
    /// already, or if `principal` is no client.
    /// - Throws: ``StorageError``.
    public func record(_ hash: ContentHash, size: ByteCount, of principal: Principal) async throws(StorageError) {
        guard principal.role == .client else { return }
        let claim = Claim(hash, size, tenant: principal.name)
        guard state.withLock({ !$0.counted.contains(claim.key) }) else { return }
        var stored = Verdict_V1_ContentStored()
        stored.tenant = principal.name
        stored.content.hash = Data(hash.bytes)
        stored.content.size = claim.bytes
        let stream = try StreamName(Self.streamName)
        _ = try await log.append([try Event(stored)], to: stream, expecting: .anything)
        count(claim)
    }

    /// The log says something of contents.
    /// - Throws: ``StorageError`` (`corrupted`).
    func apply(_ entry: LogEntry) throws(StorageError) {
        for event in entry.events where event.type == Verdict_V1_ContentStored.protoMessageName {
            let stored = try event.unpacked(Verdict_V1_ContentStored.self)
            guard let hash = ContentHash(stored.content) else {
                throw StorageError(
                    .corrupted, stage: "read the contents of \(stored.tenant)", reason: "a hash is none",
                    advice: "restore the store from a backup")
            }
            count(Claim(hash, ByteCount(Int64(clamping: stored.content.size)), tenant: stored.tenant))
        }
    }

    /// All is known that was in the log at the start.
    func noteComplete() { state.withLock { $0.isComplete = true } }

    private func count(_ claim: Claim) {
        state.withLock { state in
            guard state.counted.insert(claim.key).inserted else { return }
            // The room of what is under way stands for it.
            if state.underWay[claim.key] == nil { admission.store(claim.bytes, of: claim.tenant) }
        }
    }
}

extension ContentAccounts.Claim {
    fileprivate init(_ hash: ContentHash, _ size: ByteCount, tenant: String) {
        var hasher = Hasher()
        hasher.combine(tenant)
        hasher.combine(hash)
        hasher.combine(size.bytes)
        key = hasher.finalize()
        self.tenant = tenant
        bytes = UInt64(clamping: size.bytes)
    }
}
