import Sandbox
import SystemPackage
import Units

/// A sandbox for one test, closed whatever happens.
func withSandbox<Value>(
    _ options: Sandbox.Options = Sandbox.Options(), _ body: (Sandbox) async throws -> Value
) async throws -> Value {
    let sandbox = try await Sandbox(options)
    do {
        let value = try await body(sandbox)
        await sandbox.close()
        return value
    } catch {
        await sandbox.close()
        throw error
    }
}

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
