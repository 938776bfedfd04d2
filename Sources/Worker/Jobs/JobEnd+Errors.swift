import Fleet
import Judging
import Problems
import Sandbox
import Units
import Wire

extension JobEnd {
    /// What it means that a job could not be done: whose fault it is, and whether others may fare better.
    init(_ error: any Error, of assignment: Assignment?) {
        if Task.isCancelled || error is CancellationError {
            self = .cancelled
            return
        }
        switch assignment?.work {
        case .run, .execution:
            // What comes of it is told, or nothing does; whoever wants it sees that nobody does it.
            self = .declined(reason: "\(error)", isSandboxes: error is SandboxError)
            return
        default: break
        }
        switch error {
        case let error as UnusableJob:
            self = .failure("\(error)", worthRetrying: true)
        case let error as JudgingError:
            let isPackages = error.code == .badPackage || error.code == .unsupportedPackage
            self = .failure(error.message, worthRetrying: !isPackages)
        case let error as ProblemError:
            self = .failure("the package cannot be read:\n\(error)", worthRetrying: false)
        case let error as SandboxError:
            var failure = Verdict_V1_Failure()
            failure.message = "the sandbox failed: \(error)".head(Self.longestMessage)
            failure.worthRetrying = true
            self = .sandboxFailed(failure)
        case let error as CacheFull:
            if case .tooSmall = error {
                self = .failure("\(error)", worthRetrying: true)
            } else {
                self = .refused(reason: "\(error)")
            }
        case let error as WireError:
            self = .init(error)
        default:
            self = .failure("\(error)", worthRetrying: true)
        }
    }

    private static let longestMessage = 4096

    private init(_ error: WireError) {
        switch error.code {
        case .unavailable, .deadlineExceeded, .resourceExhausted, .aborted, .cancelled:
            self = .refused(reason: "\(error)")
        default:
            self = .failure("what the job needs did not come: \(error)", worthRetrying: true)
        }
    }

    private static func failure(_ message: String, worthRetrying: Bool) -> JobEnd {
        var failure = Verdict_V1_Failure()
        failure.message = message.head(longestMessage)
        failure.worthRetrying = worthRetrying
        return .result(.failure(failure))
    }
}
