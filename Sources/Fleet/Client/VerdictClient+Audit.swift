public import Wire

/// What admins are told of who did what.
extension VerdictClient {
    /// The newest signed checkpoint of the audit log.
    /// - Parameters:
    ///   - signNow: has all that is in the log now signed before.
    ///   - olderSize: the size of an older checkpoint, for a proof that the newest one extends it; 0: none.
    public func auditCheckpoint(
        signNow: Bool = false, extending olderSize: UInt64 = 0
    ) async throws -> Verdict_V1_AuditCheckpoint {
        var request = Verdict_V1_GetAuditCheckpointRequest()
        (request.signNow, request.olderSize) = (signNow, olderSize)
        return try await call(AdminMethods.getAuditCheckpoint, request)
    }

    /// The command with that number, with a proof that it is in the newest checkpoint.
    /// - Throws: `WireError`: `notFound`.
    public func auditRecord(_ index: UInt64) async throws -> Verdict_V1_ProvenAuditRecord {
        var request = Verdict_V1_GetAuditRecordRequest()
        request.index = index
        return try await call(AdminMethods.getAuditRecord, request)
    }

    /// All commands of the audit log, or all its checkpoints, page by page, as fast as `take` takes them.
    /// - Parameters:
    ///   - checkpoints: whether checkpoints are asked for.
    ///   - take: is told a page.
    /// - Throws: `WireError`; what `take` throws.
    public func readAudit(
        checkpoints: Bool, _ take: (Verdict_V1_AuditPage) async throws -> Void
    ) async throws {
        var request = Verdict_V1_ReadAuditRequest()
        request.checkpoints = checkpoints
        try await wire.call(AdminMethods.readAudit, request) { pages in
            var isComplete = false
            for try await page in pages {
                isComplete = page.complete
                if !isComplete { try await take(page) }
            }
            guard isComplete else { throw WireError(.unavailable, "the audit log was not read to its end; try again") }
        }
    }
}
