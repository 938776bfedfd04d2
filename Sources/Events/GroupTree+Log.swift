public import Grading

extension GroupTree {
    /// The tree that the log has as a list of groups; without one, the first of `tests` test cases that fails decides.
    /// - Throws: `GradingError` if the groups are no tree, or say something that this version does not know.
    public init(_ groups: [LoggedTestGroup], tests: Int) throws(GradingError) {
        guard !groups.isEmpty else {
            self.init(tests: tests)
            return
        }
        var read: [TestGroup] = []
        for group in groups { read.append(try TestGroup(group)) }
        try self.init(read)
        guard testCount <= tests else { throw GradingError("there is a test case \(testCount - 1) of \(tests)") }
    }

    /// As the log has it; empty if the first test case that fails decides.
    public var logged: [LoggedTestGroup] {
        isFirstFailureDeciding ? [] : groups.map(\.logged)
    }
}

extension TestGroup {
    fileprivate init(_ message: LoggedTestGroup) throws(GradingError) {
        self.init(name: message.name)
        for member in message.members {
            switch member.member {
            case .group(let index)?: members.append(.group(Int(index)))
            case .tests(let tests)?:
                let points = TestPoints(
                    accepted: try Score(tests.accepted, or: .one), rejected: try Score(tests.rejected, or: .zero))
                members.append(.tests(Int(tests.first)..<Int(tests.first) + Int(tests.count), points: points))
            case nil: throw GradingError("a group has a member that is not known to this version")
            }
        }
        requires = message.requires.map { Int($0) }
        rule = try GroupRule(message)
        feedback =
            switch message.feedback {
            case .none: .none
            case .points: .points
            case .icpc: .icpc
            case .complete: .complete
            case .UNRECOGNIZED: throw GradingError("a group has a feedback that is not known to this version")
            }
    }

    fileprivate var logged: LoggedTestGroup {
        var message = LoggedTestGroup()
        message.name = name
        message.members = members.map(\.logged)
        message.requires = requires.map { UInt32(clamping: $0) }
        rule.write(to: &message)
        message.feedback =
            switch feedback {
            case .none: .none
            case .points: .points
            case .icpc: .icpc
            case .complete: .complete
            }
        return message
    }
}

extension TestGroup.Member {
    fileprivate var logged: LoggedTestGroup.Member {
        var message = LoggedTestGroup.Member()
        switch self {
        case .group(let index): message.group = UInt32(clamping: index)
        case .tests(let range, let points):
            message.tests.first = UInt32(clamping: range.lowerBound)
            message.tests.count = UInt32(clamping: range.count)
            if points.accepted != .one { message.tests.accepted = "\(points.accepted)" }
            if points.rejected != .zero { message.tests.rejected = "\(points.rejected)" }
        }
        return message
    }
}

extension GroupRule {
    fileprivate init(_ message: LoggedTestGroup) throws(GradingError) {
        self.init()
        verdict.isAnyEnough = message.anyIsEnough
        verdict.choice =
            switch message.choice {
            case .first: .first
            case .worst: .worst(message.worstFirst.compactMap { Verdict($0) })
            case .none: .none
            case .byScore: .byScore(full: try Score(message.fullScore, or: .zero))
            case .firstWithoutPoints: .firstWithoutPoints
            case .UNRECOGNIZED: throw GradingError("a group has a rule of verdicts that is not known to this version")
            }
        aggregate =
            switch message.aggregate {
            case .none: .none
            case .sum: .sum
            case .minimum: .minimum
            case .maximum: .maximum
            case .average: .average
            case .product: .product
            case .allOrNothing: .allOrNothing
            case .threshold: .threshold(try Score(message.threshold, or: .one))
            case .program: .program(arguments: message.graderArguments)
            case .UNRECOGNIZED: throw GradingError("a group has a rule of scores that is not known to this version")
            }
        factor = try Score(message.factor, or: .one)
        range = ScoreRange(
            from: message.least.isEmpty ? nil : try Score(message.least, or: .zero),
            to: message.greatest.isEmpty ? nil : try Score(message.greatest, or: .zero))
        outOfRange =
            switch message.outOfRange {
            case .warning: .warning
            case .judgeError: .judgeError
            case .limit: .limit
            case .UNRECOGNIZED: throw GradingError("a group has a rule of ranges that is not known to this version")
            }
        stop =
            switch message.stop {
            case .afterRejection: .afterRejection
            case .never: .never
            case .after: .after(Set(message.stopAfter.compactMap { Verdict($0) }))
            case .UNRECOGNIZED: throw GradingError("a group has a rule of stopping that is not known to this version")
            }
        isOnlyLastCounted = message.onlyLastCounts
    }

    fileprivate func write(to message: inout LoggedTestGroup) {
        message.anyIsEnough = verdict.isAnyEnough
        switch verdict.choice {
        case .first: message.choice = .first
        case .none: message.choice = .none
        case .worst(let order): (message.choice, message.worstFirst) = (.worst, order.map(\.logged))
        case .firstWithoutPoints: message.choice = .firstWithoutPoints
        case .byScore(let full): (message.choice, message.fullScore) = (.byScore, "\(full)")
        }
        switch aggregate {
        case .none: message.aggregate = .none
        case .sum: message.aggregate = .sum
        case .minimum: message.aggregate = .minimum
        case .maximum: message.aggregate = .maximum
        case .average: message.aggregate = .average
        case .product: message.aggregate = .product
        case .allOrNothing: message.aggregate = .allOrNothing
        case .threshold(let most): (message.aggregate, message.threshold) = (.threshold, "\(most)")
        case .program(let arguments): (message.aggregate, message.graderArguments) = (.program, arguments)
        }
        message.onlyLastCounts = isOnlyLastCounted
        if factor != .one { message.factor = "\(factor)" }
        message.least = range.lower.map { "\($0)" } ?? ""
        message.greatest = range.upper.map { "\($0)" } ?? ""
        switch outOfRange {
        case .warning: message.outOfRange = .warning
        case .judgeError: message.outOfRange = .judgeError
        case .limit: message.outOfRange = .limit
        }
        switch stop {
        case .afterRejection: message.stop = .afterRejection
        case .never: message.stop = .never
        case .after(let verdicts):
            (message.stop, message.stopAfter) = (.after, verdicts.map(\.logged).sorted { $0.rawValue < $1.rawValue })
        }
    }
}

extension Score {
    fileprivate init(_ text: String, or empty: Score) throws(GradingError) {
        guard !text.isEmpty else {
            self = empty
            return
        }
        guard let score = Score(parsing: text) else { throw GradingError("\(text.prefix(80)) is no score") }
        self = score
    }
}
