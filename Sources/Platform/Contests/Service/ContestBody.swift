internal import Coordinator
internal import Cryptography
internal import FoundationEssentials
internal import Grading
internal import Kernel
internal import Submissions
internal import Units

/// A contest, as organisers send it.
struct ContestBody: Decodable, Sendable {
    struct Counting: Decodable, Sendable {
        var format: String
        var penaltyMinutes, firstTryBonus, minutesPerBonus, wrongTryPoints, latePercentPerDay, lateDays: Int64?
        var hackPoints, failedHackPoints: Int64?
        var punishesCompileErrors, takesBestGroups, takesTokened: Bool?
    }
    struct Tokens: Decodable, Sendable {
        var mode: String
        var initial, generated, mostAtOnce, most: Int?
        var intervalSeconds, pauseSeconds: Int64?
    }
    struct Problem: Decodable, Sendable {
        var id: String
        var label, color, points, scale: String?
        /// When it is due, by the contest's clock; left out: at the contest's end.
        var dueAfterSeconds: Int64?
        /// Its own tokens, besides the contest's; left out: any number.
        var tokens: Tokens?
        /// Whether the version is to be the problem's newest, and not the one that the contest has had.
        var isRenewed: Bool?
    }

    var title: String
    var description: String?
    var start: String
    var lengthSeconds: Int64
    var freezeAfterSeconds: Int64?
    /// How long each may work, from a start of their own; left out: all work at once.
    var windowSeconds: Int64?
    var counting: Counting
    var problems: [Problem]?
    var languages, divisions: [String]?
    var capacity, teamSize: Int?
    var joinUntil: String?
    var isHidden: Bool?
    /// Left out: as it was; empty: none.
    var accessCode: String?
    var feedback: String?
    var isBoardClosed: Bool?
    var submissionIntervalSeconds: Int64?
    var submissionsPerProblem: Int?
    var allowsUpsolving, allowsVirtual, isWithoutQuestions, givesFrozenBalloons: Bool?
    /// Whether who locks a problem may hack others' programs for it while the contest runs.
    var hacksWhileRunning: Bool?
    /// How long after the end all participants may hack; left out: not.
    var hacksAfterSeconds: Int64?
    /// Tokens for all problems together; left out: none.
    var tokens: Tokens?

    /// What it says, without problems and access code.
    /// - Throws: `DomainError` (`invalid`) that says which field is wrong.
    func details() throws(DomainError) -> ContestDetails {
        var details = ContestDetails()
        details.title = try ContestText.line(title, "title", 1...200)
        details.description_p = try ContestText.text(description ?? "", "description", 0...65_536)
        details.startNs = try Self.time(start, "start").nanoseconds
        details.lengthNs = try Self.seconds(lengthSeconds, "lengthSeconds", 60...366 * 86_400)
        if let freezeAfterSeconds {
            details.freezeAfterNs = try Self.seconds(freezeAfterSeconds, "freezeAfterSeconds", 0...lengthSeconds)
        }
        details.counting = try counting.message()
        details.languages = try Self.names(languages ?? [], "languages", atMost: 200)
        details.divisions = try Self.names(divisions ?? [], "divisions", atMost: 64)
        details.capacity = try Self.number(capacity ?? 0, "capacity", 0...1_000_000)
        details.teamSize = try Self.number(teamSize ?? 0, "teamSize", 0...100)
        details.joinUntilNs =
            try joinUntil.map { text throws(DomainError) in
                try Self.time(text, "joinUntil").nanoseconds
            } ?? 0
        details.isHidden = isHidden ?? false
        let feedback = feedback ?? (counting.format == "homework" ? "everything" : "verdict")
        guard Feedback(rawValue: feedback) != nil else {
            throw ContestText.wrong(
                "feedback", "is one of \(Feedback.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        details.feedback = feedback
        details.isBoardClosed = isBoardClosed ?? false
        if let windowSeconds {
            details.windowNs = try Self.seconds(windowSeconds, "windowSeconds", 60...lengthSeconds)
            guard details.isBoardClosed else {
                throw ContestText.wrong(
                    "isBoardClosed", "is true where each has a time of their own: others' results come before it")
            }
        }
        details.submissionIntervalNs = try Self.seconds(
            submissionIntervalSeconds ?? 0, "submissionIntervalSeconds", 0...86_400)
        details.submissionsPerProblem = try Self.number(
            submissionsPerProblem ?? 0, "submissionsPerProblem", 0...100_000)
        details.allowsUpsolving = allowsUpsolving ?? false
        details.allowsVirtual = allowsVirtual ?? false
        details.isWithoutQuestions = isWithoutQuestions ?? false
        details.givesFrozenBalloons = givesFrozenBalloons ?? false
        try setHacks(of: &details)
        for due in (problems ?? []).compactMap(\.dueAfterSeconds) {
            _ = try Self.seconds(due, "problems.dueAfterSeconds", 60...lengthSeconds)
            guard details.rules.format == .homework else {
                throw ContestText.wrong("problems.dueAfterSeconds", "is there with homework alone")
            }
        }
        if let tokens { details.tokens = try tokens.message() }
        return details
    }

    private func setHacks(of details: inout ContestDetails) throws(DomainError) {
        details.hacksWhileRunning = hacksWhileRunning ?? false
        details.hacksAfterNs = try Self.seconds(hacksAfterSeconds ?? 0, "hacksAfterSeconds", 0...31 * 86_400)
        guard details.hacksWhileRunning || details.hacksAfterNs > 0 else { return }
        guard details.rules.takesHacks else {
            throw ContestText.wrong("counting.format", "is codeforces or icpc where programs are hacked")
        }
        guard !details.hacksWhileRunning || !details.isBoardClosed && details.feedbackView != .pending else {
            throw ContestText.wrong(
                "hacksWhileRunning", "is false where nobody sees results while the contest runs")
        }
    }

    /// What stands in the log of an access code.
    static func digest(_ code: String, of contest: EntityID) -> Data {
        code.isEmpty ? Data() : Data(SHA256.hash(Array("\(contest) \(code)".utf8)))
    }

    static func time(_ text: String, _ field: String) throws(DomainError) -> Timestamp {
        guard let time = Timestamp(reading: text), abs(time.nanoseconds / 1_000_000_000) < 7_000_000_000 else {
            throw ContestText.wrong(field, "is a time such as 2026-03-01T12:00:00Z")
        }
        return time
    }

    static func seconds(
        _ seconds: Int64, _ field: String, _ range: ClosedRange<Int64>
    ) throws(DomainError) -> Int64 {
        guard range.contains(seconds) else {
            throw ContestText.wrong(field, "is from \(range.lowerBound) to \(range.upperBound)")
        }
        return seconds * 1_000_000_000
    }

    static func number(_ number: Int, _ field: String, _ range: ClosedRange<Int>) throws(DomainError) -> UInt32 {
        guard range.contains(number) else {
            throw ContestText.wrong(field, "is from \(range.lowerBound) to \(range.upperBound)")
        }
        return UInt32(number)
    }

    private static func names(_ names: [String], _ field: String, atMost most: Int) throws(DomainError) -> [String] {
        guard names.count <= most, Set(names).count == names.count else {
            throw ContestText.wrong(field, "has at most \(most) names, and none twice")
        }
        for name in names { _ = try ContestText.line(name, field, 1...64) }
        return names
    }
}

extension ContestBody.Tokens {
    /// As events have it.
    func message() throws(DomainError) -> ContestTokens {
        guard let mode = TokenRules.Mode(rawValue: mode) else {
            let all = TokenRules.Mode.allCases.map(\.rawValue).joined(separator: ", ")
            throw ContestText.wrong("tokens.mode", "is one of \(all)")
        }
        var message = ContestTokens()
        message.mode = mode.rawValue
        message.initial = try ContestBody.number(initial ?? 0, "tokens.initial", 0...1_000_000)
        message.generated = try ContestBody.number(generated ?? 0, "tokens.generated", 0...1_000_000)
        message.mostAtOnce = try ContestBody.number(mostAtOnce ?? 0, "tokens.mostAtOnce", 0...1_000_000)
        message.most = try ContestBody.number(most ?? 0, "tokens.most", 0...1_000_000)
        message.intervalNs = try ContestBody.seconds(
            intervalSeconds ?? 0, "tokens.intervalSeconds", 0...366 * 86_400)
        message.pauseNs = try ContestBody.seconds(pauseSeconds ?? 0, "tokens.pauseSeconds", 0...366 * 86_400)
        guard message.generated == 0 || message.intervalNs > 0 else {
            throw ContestText.wrong("tokens.intervalSeconds", "is above 0 where more are generated")
        }
        return message
    }
}

extension ContestBody.Counting {
    /// As events have it.
    func message() throws(DomainError) -> ContestCounting {
        guard let format = ContestRules.Format(rawValue: format) else {
            let all = ContestRules.Format.allCases.map(\.rawValue).joined(separator: ", ")
            throw ContestText.wrong("counting.format", "is one of \(all)")
        }
        let usual = ContestRules(format)
        var message = ContestCounting()
        message.format = format.rawValue
        message.penaltyMinutes = try Self.amount(penaltyMinutes, "penaltyMinutes", usual.penaltyMinutes)
        message.firstTryBonus = try Self.amount(firstTryBonus, "firstTryBonus", usual.firstTryBonus)
        message.minutesPerBonus = try Self.amount(minutesPerBonus, "minutesPerBonus", usual.minutesPerBonus)
        message.wrongTryPoints = try Self.amount(wrongTryPoints, "wrongTryPoints", usual.wrongTryPoints)
        message.hackPoints = try Self.amount(hackPoints, "hackPoints", usual.hackPoints)
        message.failedHackPoints = try Self.amount(failedHackPoints, "failedHackPoints", usual.failedHackPoints)
        message.latePercentPerDay = try Self.amount(
            latePercentPerDay, "latePercentPerDay", usual.latePercentPerDay, most: 100)
        message.lateDays = try Self.amount(lateDays, "lateDays", usual.lateDays, most: 366)
        message.punishesCompileErrors = punishesCompileErrors ?? false
        message.takesBestGroups = takesBestGroups ?? false
        message.takesTokened = takesTokened ?? false
        guard !message.takesTokened || format == .ioi && !message.takesBestGroups else {
            throw ContestText.wrong("counting.takesTokened", "is true with ioi alone, without takesBestGroups")
        }
        return message
    }

    private static func amount(
        _ amount: Int64?, _ field: String, _ usual: Int64, most: Int64 = 100_000
    ) throws(DomainError) -> Int64 {
        guard let amount else { return usual }
        guard (0...most).contains(amount) else { throw ContestText.wrong("counting.\(field)", "is from 0 to \(most)") }
        return amount
    }
}

/// What people write.
enum ContestText {
    /// Text of several lines.
    static func text(_ text: String, _ field: String, _ bytes: ClosedRange<Int>) throws(DomainError) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7F || "\n\r\t".unicodeScalars.contains($0)
        }
        guard bytes.contains(text.utf8.count), isPlain else {
            throw wrong(field, "is text of \(bytes.lowerBound) to \(bytes.upperBound) bytes")
        }
        return text
    }

    /// Text of one line.
    static func line(_ text: String, _ field: String, _ bytes: ClosedRange<Int>) throws(DomainError) -> String {
        guard !text.unicodeScalars.contains(where: { "\n\r\t\u{2028}\u{2029}".unicodeScalars.contains($0) }) else {
            throw wrong(field, "is one line")
        }
        return try self.text(text, field, bytes)
    }

    /// What is said of a field that is wrong.
    static func wrong(_ field: String, _ rule: String) -> DomainError { DomainError(.invalid, "\(field) \(rule)") }
}
