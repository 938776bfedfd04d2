import ArgumentParser
import Reporting
import Wire

/// How urgent a submission is, as the command line says it.
enum PriorityOption: String, ExpressibleByArgument, CaseIterable {
    case contest, interactive, normal, rejudge

    /// As the wire says it.
    var wire: Verdict_V1_Priority {
        switch self {
        case .contest: .contest
        case .interactive: .interactive
        case .normal: .normal
        case .rejudge: .rejudge
        }
    }
}
