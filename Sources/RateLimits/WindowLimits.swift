import Synchronization
public import Units

/// How often each subject may do something: a ``SlidingWindow`` for each, in bounded memory. Of this process alone.
public final class WindowLimits: Sendable {
    /// A rule's name: `login by address`.
    public typealias Rule = String

    private struct Limited: Sendable {
        let window: SlidingWindow
        var table: SubjectTable<WindowCounts>

        mutating func look(_ subject: RateSubject, at now: Int64) -> RateAnswer {
            table.withState(of: subject, at: now) { window.look(&$0, at: now) }
        }

        mutating func take(_ subject: RateSubject, at now: Int64) {
            _ = table.withState(of: subject, at: now) { window.take(&$0, at: now) }
        }
    }

    private let state: Mutex<[Rule: Limited]>
    private let now: @Sendable () -> Int64

    /// Limits by these rules.
    /// - Parameters:
    ///   - rules: how often, by name.
    ///   - subjects: how many subjects of a rule are counted each for itself; one takes about 500 bytes.
    ///   - now: nanoseconds since any moment that stays the same.
    public init(
        _ rules: [Rule: SlidingWindow], subjects: Int = 16_384,
        now: @escaping @Sendable () -> Int64 = { SystemTime.monotonic }
    ) {
        state = Mutex(rules.mapValues { Limited(window: $0, table: SubjectTable(limit: subjects)) })
        self.now = now
    }

    /// Counts a try of a subject by a rule, if it is allowed. By a rule that there is not all is allowed.
    public func take(_ rule: Rule, _ subject: RateSubject) -> RateAnswer {
        take([(rule, subject)])
    }

    /// Counts a try by several rules, such as an account's and an address's, if all of them allow it; else by none.
    /// - Returns: the answer of the rule with the longest wait; if all allow it, of the one with the fewest left.
    public func take(_ all: [(rule: Rule, subject: RateSubject)]) -> RateAnswer {
        state.withLock { limits in
            let now = max(0, now())
            var worst: RateAnswer?
            for (rule, subject) in all {
                guard let answer = limits[rule]?.look(subject, at: now) else { continue }
                worst = worst.map { $0.isWorse(than: answer) ? $0 : answer } ?? answer
            }
            guard let worst else { return .allowed(remaining: .max, reset: .zero) }
            if worst.isAllowed { for (rule, subject) in all { limits[rule]?.take(subject, at: now) } }
            return worst
        }
    }
}

extension RateAnswer {
    fileprivate func isWorse(than other: RateAnswer) -> Bool {
        switch (self, other) {
        case (.refused(let wait), .refused(let otherWait)): wait >= otherWait
        case (.refused, .allowed): true
        case (.allowed, .refused): false
        case (.allowed(let remaining, _), .allowed(let otherRemaining, _)): remaining <= otherRemaining
        }
    }
}
