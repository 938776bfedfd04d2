public import Units

extension Job {
    /// The most that a job's payload may have.
    public static let payloadLimit: ByteCount = .kibibytes(64)

    /// What every queue asks of a job before it takes it.
    /// - Throws: ``StorageError``: `badRequest` for an id or a lane that is not as ``Job`` and ``JobLane`` say; `tooLarge`
    ///   for a payload above ``payloadLimit``.
    public func requireValid() throws(StorageError) {
        do {
            _ = try StreamName(id)
        } catch {
            throw StorageError(
                .badRequest, stage: "enqueue the job \(id.prefix(128).debugDescription)",
                advice: "use 1 to 128 letters, digits, hyphens and underscores as its id")
        }
        guard lane.tenant.utf8.count <= 128, lane.requirement.utf8.count <= 128 else {
            throw StorageError(
                .badRequest, stage: "enqueue \(id)", reason: "its tenant or requirement is longer than 128 bytes",
                advice: "use shorter names")
        }
        guard payload.count <= Self.payloadLimit.bytes else {
            throw StorageError(
                .tooLarge, stage: "enqueue \(id)", reason: "its payload has \(ByteCount(Int64(payload.count)))",
                advice: "keep it within \(Self.payloadLimit), and what is larger among the blobs")
        }
    }
}
