public import Foundation
import Glibc

/// A program that a test starts, watches, and ends as badly as it likes.
public final class ChildProcess: Sendable {
    /// What it was told to wait for did not come.
    public struct Silent: Error, CustomStringConvertible {
        /// What was waited for, and what came instead.
        public var description: String
    }

    private let process = Process()
    private let output: URL

    /// The path of a program that the package builds, beside the running tests.
    public static func built(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: name).path
    }

    /// Starts `command`, whose first word is found as `env(1)` does; all that it prints goes to the file `output`.
    /// - Parameter environment: what is added to this process's environment.
    public init(_ command: [String], output: URL, environment: [String: String] = [:]) throws {
        self.output = output
        if !FileManager.default.fileExists(atPath: output.path) { try Data().write(to: output) }
        let file = try FileHandle(forWritingTo: output)
        try file.seekToEnd()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = Pipe()
        process.standardOutput = file
        process.standardError = file
        try process.run()
    }

    deinit {
        kill()
    }

    /// The process's number.
    public var pid: pid_t { process.processIdentifier }

    /// Whether it has not ended.
    public var isRunning: Bool { process.isRunning }

    /// Its exit status once it has ended; waits for that.
    public func waitForEnd() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Whether it ends within that time.
    public func ends(within limit: Duration) -> Bool {
        let end = ContinuousClock.now + limit
        while isRunning {
            guard ContinuousClock.now < end else { return false }
            usleep(5000)
        }
        return true
    }

    /// What it has printed: whole lines.
    public func lines() throws -> [Substring] {
        let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }

    /// Waits until it has printed a line with `text` in it, at most a minute.
    @discardableResult
    public func line(with text: String = "") async throws -> Substring {
        for _ in 0..<12_000 {
            if let line = try lines().first(where: { text.isEmpty || $0.contains(text) }) { return line }
            guard isRunning else { break }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Silent(description: "no line with \"\(text)\", but:\n\(try lines().joined(separator: "\n"))")
    }

    /// Sends it a signal.
    public func signal(_ number: Int32) {
        if isRunning { Glibc.kill(pid, number) }
    }

    /// Kills it as a power switch would, and waits for its end.
    public func kill() {
        guard isRunning else { return }
        Glibc.kill(pid, SIGKILL)
        _ = waitForEnd()
    }
}
