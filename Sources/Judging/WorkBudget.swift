import Synchronization
import Units

/// For how long processors may be used for something.
final class WorkBudget: Sendable {
    /// All of it.
    let limit: Duration
    private let spent = Mutex(Duration.zero)

    /// A budget of which nothing is spent.
    init(_ limit: Duration) {
        self.limit = limit
    }

    /// So much was used.
    /// - Throws: ``JudgingError`` (`badPackage`) if that is more than there was.
    func spend(_ time: Duration) throws(JudgingError) {
        let all = spent.withLock { spent in
            spent += time
            return spent
        }
        guard all > limit else { return }
        throw JudgingError(
            .badPackage,
            "finding the time limit took processors for more than \(limit.secondsText) (setting measuring.budget); "
                + "give the package a time limit, or fewer accepted submissions and test cases to find it with")
    }
}
