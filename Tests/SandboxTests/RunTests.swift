import Sandbox
import SystemPackage
import Testing
import Units

/// Real runs in real cells on this host.
@Suite(.serialized) struct RunTests {
    /// A cell that shows enough of the host for its shell and core utilities.
    static let shell = CellConfiguration(
        mounts: ["/usr", "/bin", "/lib", "/lib64"].map { .init(hostPath: FilePath($0), isOptional: true) })

    private func shell(_ script: String, limits: Limits = Limits(cpuTime: .seconds(2), wallTime: .seconds(5))) -> RunRequest {
        RunRequest(
            command: ["/bin/sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"],
            scratch: [.init(path: "/tmp", size: .mebibytes(16))], limits: limits)
    }

    private func run(_ request: RunRequest) async throws -> RunResult {
        let sandbox = try await Sandbox()
        do {
            let result = try await sandbox.run(request, in: Self.shell)
            await sandbox.close()
            return result
        } catch {
            await sandbox.close()
            throw error
        }
    }

    @Test func outputAndStatusComeBack() async throws {
        let result = try await run(shell("echo out; echo err >&2; exit 7"))
        #expect(result.outcome == .exited(7))
        #expect(result.standardOutput == Array("out\n".utf8))
        #expect(result.standardError == Array("err\n".utf8))
    }

    @Test func aSpinningProgramHitsTheCPULimit() async throws {
        let limits = Limits(cpuTime: .milliseconds(250), wallTime: .seconds(5))
        let result = try await run(shell("while :; do :; done", limits: limits))
        #expect(result.outcome == .cpuLimit)
        #expect(result.cpuTime < .milliseconds(300))
    }

    @Test func aSleeperHitsTheWallLimit() async throws {
        let limits = Limits(cpuTime: .seconds(2), wallTime: .milliseconds(300))
        let result = try await run(shell("sleep 10", limits: limits))
        #expect(result.outcome == .wallLimit)
        #expect(result.cpuTime < .milliseconds(100))
    }
}
