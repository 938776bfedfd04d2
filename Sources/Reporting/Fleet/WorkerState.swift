import Units
import Wire

/// What a worker is doing, as far as its coordinator knows.
enum WorkerState: String, Sendable {
    /// Has jobs.
    case working
    /// Has none.
    case idle
    /// Ends what it does and takes nothing new.
    case draining
    /// Has not been heard of for longer than one that is well would wait.
    case silent

    /// After so long without a word a worker is shown as silent.
    static let patience = Duration.seconds(15)

    init(_ worker: Verdict_V1_WorkerStatus) {
        if Duration(wireNanoseconds: worker.silentNs) > Self.patience {
            self = .silent
        } else if worker.draining {
            self = .draining
        } else {
            self = worker.jobs > 0 ? .working : .idle
        }
    }

    var role: TextStyle.Role? {
        switch self {
        case .working: .good
        case .idle: nil
        case .draining: .doubtful
        case .silent: .bad
        }
    }
}
