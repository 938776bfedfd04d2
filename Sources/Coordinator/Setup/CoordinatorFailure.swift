import Concurrency
import Events
import Storage

/// Why a coordinator cannot go on. Its process ends: else it would accept submissions that are never judged.
public struct CoordinatorFailure: Error, CustomStringConvertible {
    /// What could not be done, where in the log, why, and what to do.
    public let description: String
    /// What is stored is damaged, or sealed or written by others than this program's keys and version: starting again does
    /// not help.
    public let isDamage: Bool
    /// The position of the log's entry that could not be applied, where it is known.
    public let position: UInt64?

    init(_ failure: LoopFailure) {
        description = "the coordinator \(failure)"
        let unreadable = failure.cause as? UnreadableLog
        let cause = unreadable?.cause ?? failure.cause as? StorageError
        isDamage = cause?.isDamage ?? false
        if case .entry(let position, _)? = unreadable?.place {
            self.position = position.number
        } else {
            position = nil
        }
    }
}
