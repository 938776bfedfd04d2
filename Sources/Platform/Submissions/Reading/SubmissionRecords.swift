internal import Kernel
package import PersonalData
package import Storage
internal import Units

/// What people have handed in, as they get it when they ask for what is kept of them.
package struct SubmissionRecords: PersonalRecords {
    /// See `PersonalRecords`.
    package let section = "submissions"
    private let desk: SubmissionDesk

    /// The records of that desk.
    package init(_ desk: SubmissionDesk) { self.desk = desk }

    /// See `PersonalRecords`.
    package func records(of person: PersonID) -> AsyncThrowingStream<PersonalRecord, any Error> {
        let pages = Pages(desk: desk, actor: Actor(.person(EntityID(person))))
        return AsyncThrowingStream { try await pages.next() }
    }

    /// One submission after the other, the newest first: each is read when it is asked for.
    private actor Pages {
        private let desk: SubmissionDesk
        private let actor: Actor
        private var read: [SubmissionSummary] = []
        private var cursor: String?
        private var isLast = false

        init(desk: SubmissionDesk, actor: Actor) { (self.desk, self.actor) = (desk, actor) }

        func next() async throws -> PersonalRecord? {
            while read.isEmpty {
                guard !isLast else { return nil }
                var query = SubmissionQuery()
                (query.author, query.cursor) = (actor.person, cursor)
                let page = try await desk.list(query, for: actor)
                (read, cursor, isLast) = (page.submissions, page.next, page.next == nil)
            }
            let summary = read.removeFirst()
            guard let id = EntityID(summary.id) else { return try await next() }
            let files = try await desk.files(of: id, for: actor)
            return PersonalRecord(
                "submission", time: try await desk.submission(id).facts(id)?.receivedAt,
                [
                    "id": .text(summary.id), "problem": .text(summary.problem),
                    "contest": summary.contest.map { .text($0) } ?? .nothing,
                    "files": .list(files.files.map { .list([.text($0.name), .text($0.content ?? $0.base64 ?? "")]) }),
                ])
        }
    }
}
