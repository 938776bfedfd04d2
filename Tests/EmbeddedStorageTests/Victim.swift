import Foundation
import Glibc
import Storage
import SystemPackage

/// A process that uses a store: see `storage-victim`.
final class Victim {
    private let process = Process()
    private let input = Pipe()
    private let output: URL

    /// Starts it; `wrapper` is a command that starts it in turn.
    init(_ mode: String, store: FilePath, folder: FilePath, seed: UInt64, wrapper: [String] = []) throws {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: "storage-victim").path
        output = URL(fileURLWithPath: folder.appending("output-\(UInt64.random(in: 0 ... .max))").string)
        try Data().write(to: output)
        let command = wrapper + [program, mode, store.string, folder.appending("keys").string, "\(seed)"]
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardInput = input
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = process.standardOutput
        try process.run()
    }

    deinit {
        kill()
    }

    /// What it has told: whole lines.
    func lines() throws -> [Substring] {
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }

    /// Waits until it has told a line, at most a minute.
    func firstLine() async throws -> Substring {
        for _ in 0..<12_000 {
            if let line = try lines().first { return line }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw StorageError(.unavailable, stage: "wait for storage-victim", reason: "it told nothing within a minute")
    }

    /// Kills it as a power switch would, and waits for its end.
    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
