package import Coordinator
package import Kernel
package import Storage

/// What other modules do with submissions, who decide themselves for whom.
extension SubmissionDesk {
    /// The program of a submission.
    /// - Throws: `DomainError` (`notFound`) if there is none, or it was deleted.
    package func program(of id: EntityID) async throws -> SubmissionFiles {
        let submission = try await submission(id)
        guard let received = submission.received, !submission.isDeleted else { throw DomainError.noSubmission }
        return try await files(of: received)
    }

    /// What the fleet is asked, to judge the program of a submission by another package, as part of the contest that it is in.
    /// - Parameters:
    ///   - id: the submission.
    ///   - package: the package.
    ///   - key: what the fleet calls it by: it has what has the same key once.
    /// - Throws: `DomainError` (`notFound`) if there is none, or it was deleted.
    package func request(_ id: EntityID, by package: ContentHash, key: String) async throws -> SubmissionRequest {
        let submission = try await submission(id)
        guard let received = submission.received, !submission.isDeleted else { throw DomainError.noSubmission }
        var request = try await request(received, as: submission.judgingName(id))
        (request.idempotencyKey, request.reference, request.package) = (key, key, package.bytes)
        return request
    }
}
