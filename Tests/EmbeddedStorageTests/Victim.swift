import Foundation
import SystemPackage
import TestSupport

/// A process that uses a store: see `storage-victim`.
struct Victim {
    private let process: ChildProcess

    /// Starts it; `wrapper` is a command that starts it in turn, and `more` what the mode asks for beside the others.
    init(_ mode: String, store: FilePath, folder: FilePath, seed: UInt64, wrapper: [String] = [], more: [String] = [])
        throws
    {
        let command =
            wrapper + [
                try ChildProcess.built("storage-victim"), mode, store.string, folder.appending("keys").string,
                "\(seed)",
            ] + more
        let output = folder.appending("output-\(UInt64.random(in: 0 ... .max))")
        process = try ChildProcess(command, output: URL(fileURLWithPath: output.string))
    }

    /// What it has told: whole lines.
    func lines() throws -> [Substring] { try process.lines() }

    /// Waits until it has told a line, at most a minute.
    func firstLine() async throws -> Substring { try await process.line() }

    /// Waits until it has ended by itself.
    /// - Returns: its exit status, or the signal that ended it.
    func waitForEnd() -> Int32 { process.waitForEnd() }

    /// Kills it as a power switch would, and waits for its end.
    func kill() { process.kill() }
}
