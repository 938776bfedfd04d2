public import Storage

/// A part of the platform that keeps few records of a person: all are there at once.
public struct ListedRecords: PersonalRecords {
    /// See ``PersonalRecords``.
    public let section: String
    private let all: @Sendable (PersonID) async throws -> [PersonalRecord]

    /// A part of these records.
    /// - Parameters:
    ///   - section: the part's name.
    ///   - all: all that it keeps of a person.
    public init(_ section: String, _ all: @escaping @Sendable (PersonID) async throws -> [PersonalRecord]) {
        (self.section, self.all) = (section, all)
    }

    /// See ``PersonalRecords``.
    public func records(of person: PersonID) -> AsyncThrowingStream<PersonalRecord, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    for record in try await all(person) { continuation.yield(record) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
