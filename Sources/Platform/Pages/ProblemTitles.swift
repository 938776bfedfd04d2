internal import Synchronization

/// What problems were called a little while ago: a contest's page names all of its problems, and is looked at by everybody at
/// once. Whoever asks has seen before that the contest has the problem.
final class ProblemTitles: Sendable {
    private static let life = Duration.seconds(60)
    private static let most = 10_000

    private let known = Mutex<[String: (title: String, until: ContinuousClock.Instant)]>([:])

    /// The title of a version of a problem; nil if nobody has asked lately.
    func title(of key: String) -> String? {
        known.withLock { known in
            guard let found = known[key], ContinuousClock.now < found.until else { return nil }
            return found.title
        }
    }

    /// Remembers one.
    func remember(_ title: String, of key: String) {
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[key] = (title, ContinuousClock.now + Self.life)
        }
    }
}
