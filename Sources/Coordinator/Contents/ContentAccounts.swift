import Cryptography
public import Events
import FoundationEssentials
public import Identity
public import Storage
import Synchronization
public import Units

/// What the contents that clients put count against their tenants' quotas: each content once for each tenant, until it is
/// forgotten. Kept in the log's stream `contents`.
///
/// The sum is that of ``Admission/storedBytes(of:)``, in which the sources are that came with submissions.
public final class ContentAccounts: LogProjection {
    /// The stream that they stand under.
    private static let streamName = "contents"

    /// Room for a content that a client sends.
    public struct Reservation: Sendable {
        /// The content.
        fileprivate let content: UInt64
        /// The room: of a content whose size is not yet known to be right.
        fileprivate let key: UInt64
        fileprivate let tenant: String
        fileprivate let bytes: UInt64
    }

    /// A tenant's content is known by its hash under a random key: eight bytes for each of what may be millions, which nobody
    /// can make two contents share.
    private struct State {
        /// How many contents are remembered that have only begun to come: the later ones.
        private static let mostBegun = 100_000

        /// The random key, which is kept in snapshots.
        var key = (0..<32).map { _ in UInt8.random(in: 0 ... .max) }
        var counted: Set<UInt64> = []
        /// Bytes of what counts, by tenant.
        var storedBytes: [String: UInt64] = [:]
        /// How many contents count, by tenant.
        var storedCounts: [String: UInt64] = [:]
        /// How much is there of those that tenants have sent the beginning of, and were told so.
        var begun = RecentValues<UInt64, UInt64>(capacity: mostBegun)
        /// What is sent now, and how often at once: its room is in the sum.
        var reserved: [UInt64: Int] = [:]
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
    /// - Parameter most: how many contents its tenant may have; nil: any number.
    /// - Returns: what to ``release(_:)`` when no more comes; nil for what needs no room: its tenant has put it before, or it
    ///   is no client's.
    /// - Throws: ``DomainError``: `exhausted` with what the tenant has and may have; `unavailable` while the log is
    ///   read.
    public func reserve(
        _ hash: ContentHash, size: ByteCount, of principal: Principal, atMost most: Int? = nil
    ) throws(DomainError) -> Reservation? {
        guard !principal.may(.exceedQuotas) else { return nil }
        return try state.withLock { state throws(DomainError) in
            let reservation = Reservation(hash, size, tenant: principal.tenant, state.key)
            guard !state.counted.contains(reservation.content) else { return nil }
            guard state.isComplete else {
                throw DomainError.starting
            }
            let count = state.storedCounts[principal.tenant] ?? 0
            if let most, count >= UInt64(clamping: most) {
                throw DomainError(
                    .exhausted, "\(principal.tenant) has \(count) contents, and may have \(most)",
                    advice: "use those that are there, or wait until some that nothing refers to are forgotten")
            }
            if state.reserved[reservation.key] == nil {
                try admission.store(reservation.bytes, of: reservation.tenant, quota: quotas.get(reservation.tenant))
            }
            state.reserved[reservation.key, default: 0] += 1
            return reservation
        }
    }

    /// No more comes: the room is given back, unless the content came to count.
    public func release(_ reservation: Reservation) {
        state.withLock { state in
            let others = (state.reserved[reservation.key] ?? 1) - 1
            state.reserved[reservation.key] = others > 0 ? others : nil
            guard others <= 0, !state.counted.contains(reservation.content) else { return }
            admission.discard(reservation.bytes, of: reservation.tenant)
        }
    }

    /// A content that `principal` put is durable: when this returns, so is that it counts. Nothing happens if it does
    /// already, or if `principal` is no client.
    /// - Throws: ``StorageError``.
    public func record(_ hash: ContentHash, size: ByteCount, of principal: Principal) async throws(StorageError) {
        guard !principal.may(.exceedQuotas) else { return }
        let (reservation, isCounted) = state.withLock { state in
            let reservation = Reservation(hash, size, tenant: principal.tenant, state.key)
            return (reservation, state.counted.contains(reservation.content))
        }
        guard !isCounted else { return }
        var stored = ContentStored()
        stored.tenant = principal.tenant
        stored.content.hash = Data(hash.bytes)
        stored.content.size = reservation.bytes
        let stream = try StreamName(Self.streamName)
        _ = try await log.append([try Event(stored)], to: stream, expecting: .anything)
        count(reservation)
    }

    private func count(_ reservation: Reservation) {
        state.withLock { state in
            guard state.counted.insert(reservation.content).inserted else { return }
            state.begun[reservation.content] = nil
            state.storedBytes[reservation.tenant, default: 0] &+= reservation.bytes
            state.storedCounts[reservation.tenant, default: 0] &+= 1
            // The room of what is under way stands for it.
            if state.reserved[reservation.key] == nil { admission.store(reservation.bytes, of: reservation.tenant) }
        }
    }

    /// Nobody has the content any more.
    private func discount(_ content: LoggedBlobRef) {
        guard let hash = ContentHash(content) else { return }
        let size = ByteCount(Int64(clamping: content.size))
        state.withLock { state in
            for tenant in state.storedBytes.keys {
                let reservation = Reservation(hash, size, tenant: tenant, state.key)
                guard state.counted.remove(reservation.content) != nil else { continue }
                state.storedBytes[tenant, default: 0] &-= reservation.bytes
                state.storedCounts[tenant, default: 0] &-= 1
                // The room of what is under way stays.
                if state.reserved[reservation.key] == nil { admission.discard(reservation.bytes, of: tenant) }
            }
        }
    }

    /// Whether the tenant of `principal` has put that content, and it was not forgotten since.
    func isCounted(_ hash: ContentHash, of principal: Principal) -> Bool {
        state.withLock { state in
            state.counted.contains(Reservation.content(hash, of: principal.tenant, state.key))
        }
    }

    /// How much of that content the tenant of `principal` has sent, and was told so; nil: nothing, or all of it.
    func begun(_ hash: ContentHash, of principal: Principal) -> Int64? {
        state.withLock { state in
            let content = Reservation.content(hash, of: principal.tenant, state.key)
            return state.begun[content].map { Int64(clamping: $0) }
        }
    }

    /// So much is there of a content that `principal` sends: when this returns, that is durable.
    /// - Throws: ``StorageError``.
    func recordBegun(
        _ hash: ContentHash, size: ByteCount, offset: Int64, of principal: Principal
    ) async throws(StorageError) {
        var begun = ContentBegun()
        begun.tenant = principal.tenant
        begun.content.hash = hash.data
        begun.content.size = UInt64(clamping: size.bytes)
        begun.offset = UInt64(clamping: offset)
        _ = try await log.append([try Event(begun)], to: try StreamName(Self.streamName), expecting: .anything)
        remember(begun, hash)
    }

    private func remember(_ begun: ContentBegun, _ hash: ContentHash) {
        state.withLock { state in
            let content = Reservation.content(hash, of: begun.tenant, state.key)
            guard !state.counted.contains(content) else { return }
            state.begun[content] = begun.offset
        }
    }

    // MARK: A projection

    /// See ``Events/LogProjection/name``.
    public let name = "contents"
    /// See ``Events/LogProjection/version``.
    public let version: UInt32 = 2
    /// See ``Events/LogProjection/streams``.
    public let streams = StreamPattern.oneOf([ContentAccounts.streamName, UnusedContents.streamName])

    /// See ``Events/LogProjection/apply(_:isLive:)``.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        for event in entry.events {
            if let forgotten = try event.unpackedIfHeld(ContentsForgotten.self) {
                for content in forgotten.contents { discount(content) }
            }
            if let begun = try event.unpackedIfHeld(ContentBegun.self), let hash = ContentHash(begun.content) {
                remember(begun, hash)
            }
            guard let stored = try event.unpackedIfHeld(ContentStored.self) else { continue }
            guard let hash = ContentHash(stored.content) else {
                throw StorageError(
                    .corrupted, stage: "read the contents of \(stored.tenant)", reason: "a hash is not valid",
                    advice: "restore the store from a backup")
            }
            let (size, key) = (ByteCount(Int64(clamping: stored.content.size)), state.withLock { $0.key })
            count(Reservation(hash, size, tenant: stored.tenant, key))
        }
    }

    /// See ``Events/LogProjection/complete()``.
    public func complete() { state.withLock { $0.isComplete = true } }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let taken = state.withLock { $0 }
        return { writer in
            let (counted, storedBytes, begun) = (taken.counted, taken.storedBytes, taken.begun.all)
            try writer.add(taken.key)
            try writer.add(UInt32(counted.count))
            for content in counted { try writer.add(content) }
            try writer.add(UInt32(storedBytes.count))
            for (tenant, bytes) in storedBytes {
                try writer.add(tenant)
                try writer.add(bytes)
                try writer.add(taken.storedCounts[tenant] ?? 0)
            }
            try writer.add(UInt32(begun.count))
            for (content, offset) in begun {
                try writer.add(content)
                try writer.add(offset)
            }
        }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored = State()
        restored.key = try reader.bytes()
        for _ in 0..<(try reader.count()) { restored.counted.insert(try reader.number()) }
        for _ in 0..<(try reader.count()) {
            let tenant = try reader.text()
            restored.storedBytes[tenant] = try reader.number()
            restored.storedCounts[tenant] = try reader.number()
        }
        for _ in 0..<(try reader.count()) { restored.begun[try reader.number()] = try reader.number() }
        return { [self, restored] in
            for (tenant, bytes) in restored.storedBytes { admission.store(bytes, of: tenant) }
            state.withLock { $0 = restored }
        }
    }
}

extension ContentAccounts.Reservation {
    fileprivate init(_ hash: ContentHash, _ size: ByteCount, tenant: String, _ key: [UInt8]) {
        let length = (0..<8).map { UInt8(truncatingIfNeeded: size.bytes >> ($0 * 8)) }
        content = Self.content(hash, of: tenant, key)
        self.key = Self.key(key, hash.bytes + length, tenant)
        self.tenant = tenant
        bytes = UInt64(clamping: size.bytes)
    }

    /// What a tenant's content is known by, whatever its size is said to be.
    fileprivate static func content(_ hash: ContentHash, of tenant: String, _ secret: [UInt8]) -> UInt64 {
        key(secret, hash.bytes, tenant)
    }

    /// The text, of which nobody knows where it ends, comes last.
    private static func key(_ secret: [UInt8], _ bytes: [UInt8], _ tenant: String) -> UInt64 {
        var hasher = SHA256()
        hasher.update(secret)
        hasher.update(bytes)
        hasher.update(Array(tenant.utf8))
        return hasher.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
}
