public import Storage
public import Transparency

/// Where an audit log is read: a coordinator that is asked, or a store that lies on this machine.
public protocol AuditSource: Sendable {
    /// What checks the signatures, by the source's own word; empty if it knows none.
    func keys() async throws -> [NoteVerifier]

    /// All signed checkpoints, page by page, oldest first.
    func checkpoints(_ take: ([SignedCheckpoint]) async throws -> Void) async throws

    /// All recorded commands, page by page, oldest first.
    /// - Parameter take: is told a page, up to where in the log it is, and where its end is.
    func leaves(
        _ take: ([AuditLeaf], _ position: LogPosition, _ end: LogPosition) async throws -> Void
    ) async throws
}

/// The audit log of a store that lies on this machine.
public struct StoredAudit: AuditSource {
    private let reader: AuditReader
    private let verifiers: [NoteVerifier]

    /// The audit log of `log`.
    /// - Parameters:
    ///   - log: the store's log.
    ///   - keys: what checks the signatures; empty if that is not known here.
    public init(_ log: any EventLog, keys: [NoteVerifier]) { (reader, verifiers) = (AuditReader(log: log), keys) }

    /// See ``AuditSource/keys()``.
    public func keys() -> [NoteVerifier] { verifiers }

    /// See ``AuditSource/checkpoints(_:)``.
    public func checkpoints(_ take: ([SignedCheckpoint]) async throws -> Void) async throws {
        try await reader.checkpoints(after: .start) { found, _ in try await take(found) }
    }

    /// See ``AuditSource/leaves(_:)``.
    public func leaves(
        _ take: ([AuditLeaf], _ position: LogPosition, _ end: LogPosition) async throws -> Void
    ) async throws { try await reader.leaves(after: .start, take) }
}

extension AuditTrail {
    /// Reads all of `source`, and says what does not fit.
    /// - Parameters:
    ///   - source: what is looked at.
    ///   - keys: whose signatures are believed.
    ///   - remembered: what was found the last time; nil: nothing.
    ///   - progress: is told up to where in the log it is, and where the end is.
    /// - Throws: what reading throws, but for an entry that is damaged: that is a finding.
    public static func verify(
        _ source: some AuditSource, keys: [NoteVerifier], remembered: RememberedCheckpoint?,
        progress: (LogPosition, LogPosition) -> Void = { _, _ in }
    ) async throws -> AuditReport {
        var trail = AuditTrail(keys: keys, remembered: remembered)
        do {
            try await source.checkpoints { found in for signed in found { trail.add(signed) } }
            try await source.leaves { found, position, end in
                for leaf in found { trail.add(leaf) }
                progress(position, end)
            }
        } catch let error as StorageError where error.isDamage {
            return trail.finish(broken: "\(error)")
        }
        return trail.finish()
    }
}
