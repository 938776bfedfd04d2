internal import Coordinator
internal import Kernel
internal import Units
internal import Views

/// Which of a contest's submissions are judged anew, as clients say it, and why. What is left out chooses by nothing.
struct RejudgingChoice: Decodable, Sendable {
    private static let most = 1000

    var reason: String?
    /// Problems' ids.
    var problems: [String]?
    /// Languages' ids.
    var languages: [String]?
    /// Verdicts, in short.
    var verdicts: [String]?
    /// Whom they count for: people or teams, by the contest's own ids.
    var participants: [String]?
    /// Who handed them in.
    var authors: [String]?
    /// The submissions themselves.
    var submissions: [String]?
    /// From when on they were received.
    var receivedFrom: String?
    /// Until when they were received.
    var receivedUntil: String?

    /// What is said of why.
    /// - Throws: `DomainError` (`invalid`).
    func checkedReason() throws(DomainError) -> String {
        let reason = reason ?? ""
        let isPlain = reason.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard reason.utf8.count <= 500, isPlain else {
            throw DomainError(.invalid, "a reason is one line of at most 500 bytes")
        }
        return reason
    }

    /// The submissions of a contest that are chosen, also those that are not judged.
    /// - Throws: `DomainError` (`invalid`) that says which field is wrong.
    func filter(in contest: JudgedContest) throws(DomainError) -> SQL {
        var filters: [SQL] = ["contest = \("\(contest.id)")"]
        let known = contest.problems.map { "\($0.id)" }
        for problem in problems ?? [] where !known.contains(problem) {
            throw DomainError(.notFound, "the contest has no problem \(problem.prefix(64).debugDescription)")
        }
        filters.append("problem IN \(list: try Self.names(problems, "problems") ?? known)")
        if let names = try Self.names(languages, "languages") { filters.append("language IN \(list: names)") }
        if let names = try Self.names(verdicts, "verdicts") { filters.append("verdict IN \(list: names)") }
        if let names = try Self.ids(participants, "participants") { filters.append("participant IN \(list: names)") }
        if let names = try Self.ids(authors, "authors") { filters.append("author IN \(list: names)") }
        if let names = try Self.ids(submissions, "submissions") { filters.append("id IN \(list: names)") }
        if let text = receivedFrom { filters.append("received >= \(try Self.time(text, "receivedFrom"))") }
        if let text = receivedUntil { filters.append("received <= \(try Self.time(text, "receivedUntil"))") }
        return SQL(filters, separator: " AND ")
    }

    /// Names that are chosen by; nil: none is.
    private static func names(_ names: [String]?, _ field: String) throws(DomainError) -> [String]? {
        guard let names, !names.isEmpty else { return nil }
        guard names.count <= most, names.allSatisfy({ (1...64).contains($0.utf8.count) }) else {
            throw DomainError(.invalid, "\(field) has at most \(most) names of 1 to 64 bytes")
        }
        return names
    }

    private static func ids(_ names: [String]?, _ field: String) throws(DomainError) -> [String]? {
        guard let names = try self.names(names, field) else { return nil }
        guard names.allSatisfy({ EntityID($0) != nil }) else {
            throw DomainError(.invalid, "\(field) has something that is no id")
        }
        return names
    }

    private static func time(_ text: String, _ field: String) throws(DomainError) -> Int64 {
        guard let time = Timestamp(reading: text) else {
            throw DomainError(.invalid, "\(field) is a time such as 2026-03-01T12:00:00Z")
        }
        return time.nanoseconds
    }
}
