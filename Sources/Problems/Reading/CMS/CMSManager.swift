import PackageFiles
import StrictYAML
import Units

/// The manager of a `Communication` task: it talks with all processes of a submission, and says what that is worth.
struct CMSManager {
    private static let name = "manager"

    private let program: Program

    /// The manager in the first of `folders` that has one; nil if none has.
    init?(in folders: [String], of files: FilesByPath, _ findings: Findings) {
        for folder in folders where files.hasProgram(called: "\(folder)/\(Self.name)") {
            if let program = files.program(called: "\(folder)/\(Self.name)") {
                self.program = program
                return
            }
            findings.error(
                "\(folder)/\(Self.name)", "is a compiled manager; add its source, \(folder)/\(Self.name).cpp")
        }
        return nil
    }

    /// How submissions are judged by it.
    /// - Parameters:
    ///   - task: the settings, which may say how many processes there are and how they talk.
    ///   - usual: how they talk where it does not.
    ///   - findings: takes what is wrong.
    func validation(of task: YAMLMapping, or usual: ManagedProcesses.Streams, _ findings: Findings) -> Validation {
        let count = findings.collect { () throws(Diagnostic) in
            try task["num_processes"]?.integer(in: 1...ManagedProcesses.most)
        }
        let streams = findings.collect { () throws(Diagnostic) -> ManagedProcesses.Streams? in
            guard let node = task["user_io"] else { return nil }
            if let streams = ManagedProcesses.Streams(rawValue: try node.string()) { return streams }
            throw node.error(
                "must be one of \(ManagedProcesses.Streams.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return .custom(
            CustomValidation(
                .checker(CheckerConvention(.cms)), validators: [], exchange: .interactive, interactor: program,
                processes: ManagedProcesses(count ?? 1, over: streams ?? usual)))
    }
}
