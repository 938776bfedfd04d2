import Sandbox
import SystemPackage
import Units

extension CellConfiguration {
    /// A cell that shows enough of the host for its shell and core utilities.
    static let shell = CellConfiguration(
        mounts: ["/usr", "/bin", "/lib", "/lib64"].map { .init(hostPath: FilePath($0), isOptional: true) })
}

extension RunRequest {
    /// A shell script with a small `/tmp`.
    static func shell(
        _ script: String, limits: Limits = Limits(cpuTime: .seconds(5), wallTime: .seconds(20))
    ) -> RunRequest {
        RunRequest(
            command: ["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"],
            scratch: [.init(path: "/tmp", size: .mebibytes(16))], limits: limits)
    }
}

extension RunResult {
    /// Standard output as text, without the last line's end.
    var text: String {
        let text = String(decoding: standardOutput, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

extension Sandbox.Options {
    /// So that one cell serves run after run.
    static var oneAtATime: Self {
        var options = Self()
        options.parallelism = 1
        return options
    }
}
