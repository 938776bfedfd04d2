public import ArgumentParser
public import Evaluation
public import Identity
public import Problems
import Reporting
import SystemPackage
public import Units
import Wire

extension Duration: @retroactive ExpressibleByArgument {
    /// `1s`, `1.5s`, `250ms`, `2m`, or a number of seconds.
    public init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        self.init(parsing: argument)
    }
}

extension ByteCount: ExpressibleByArgument {
    /// `256MiB`, `64KiB`, `2GiB`, `512M`, or a number of bytes.
    public init?(argument: String) {
        self.init(parsing: argument)
    }
}

/// What `--mount` says: something of the host, and where a run sees it.
struct MountOption {
    let hostPath: FilePath
    let path: String

    /// Reads `PATH` or `PATH:INSIDE`; nil if a part is empty, or the path inside is not one below `/`.
    init?(parsing text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        guard let host = parts.first, let path = parts.last, !host.isEmpty else { return nil }
        let inside = FilePath(path)
        guard inside.isAbsolute, !inside.components.isEmpty, !inside.components.contains(where: { $0.kind != .regular })
        else { return nil }
        hostPath = FilePath(host)
        self.path = inside.string
    }
}

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

extension Role: ExpressibleByArgument {}

/// `--dialect`: in whose ways a package is judged.
extension HomeSystem: ExpressibleByArgument {
    /// The system called so; nil if there is none that can be chosen.
    public init?(argument: String) { self.init(dialect: argument) }

    /// The systems that can be chosen.
    public static var allValueStrings: [String] { dialects.map(\.rawValue) }
}

extension PackageFormat: ExpressibleByArgument {}
extension WrittenFormat: ExpressibleByArgument {}

extension RecordFormat: ExpressibleByArgument {}
extension CodeExtraction.Rule: ExpressibleByArgument {}
