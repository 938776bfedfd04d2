internal import Coordinator
internal import RateLimits
internal import Units

/// Counts the requests to a platform's routes.
final class RequestLimits: Sendable {
    /// How often anything may be read and changed, beside what modules say of their own.
    struct General: Sendable {
        var reads: SlidingWindow
        var writes: SlidingWindow
    }

    private let limits: WindowLimits
    private let byAction: [Action: [(rule: String, subject: RateLimit.Subject)]]

    init(_ own: [RateLimit], general: General, now: @escaping @Sendable () -> Int64) {
        var rules = ["reads": general.reads, "writes": general.writes]
        var byAction: [Action: [(rule: String, subject: RateLimit.Subject)]] = [:]
        for (number, limit) in own.enumerated() {
            let rule = "\(number) \(limit.action)"
            rules[rule] = limit.window
            byAction[limit.action, default: []].append((rule, limit.subject))
        }
        limits = WindowLimits(rules, now: now)
        self.byAction = byAction
    }

    /// Counts a request, if all limits allow it; else it counts for none.
    /// - Throws: `DomainError` (`exhausted`) with the time to wait.
    func take(_ route: Route, by actor: Actor, _ parameters: [String: String]) throws(DomainError) {
        // Programs are the operators' own, and work for many.
        if case .program = actor.identity { return }
        var asked = [(rule: route.method == .get ? "reads" : "writes", subject: Self.asker(actor))]
        for (rule, subject) in byAction[route.action] ?? [] {
            switch subject {
            case .asker: asked.append((rule, Self.asker(actor)))
            case .address: asked.append((rule, RateSubject(address: actor.address ?? "")))
            case .parameter(let name): asked.append((rule, RateSubject(name, parameters[name] ?? "")))
            }
        }
        guard case .refused(let wait) = limits.take(asked) else { return }
        throw DomainError(
            .exhausted, "this was asked for too often", advice: "wait before the next request", retryAfter: wait)
    }

    private static func asker(_ actor: Actor) -> RateSubject {
        guard case .anybody = actor.identity else { return RateSubject("actor", "\(actor.identity)") }
        return RateSubject(address: actor.address ?? "")
    }
}
