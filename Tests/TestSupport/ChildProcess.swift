public import Foundation
import Glibc
import Processes
import Synchronization
import SystemPackage

/// A program that a test starts, watches, and ends as badly as it likes.
///
/// Not Foundation's `Process`: its waiting for an end, on a thread of the cooperative pool, was seen to go on for ever.
public final class ChildProcess: Sendable {
    /// What it was told to wait for did not come.
    public struct Silent: Error, CustomStringConvertible {
        /// What was waited for, and what came instead.
        public var description: String
    }

    /// The process's number.
    public let pid: pid_t
    private let output: URL
    /// What its standard input waits for, open until this object goes, or the tests do: programs may end by that.
    private let input: FileHandle
    /// The exit status, or the signal's number; nil while it runs. Whoever sends a signal holds the lock, so that the number
    /// is still the process's.
    private let status = Mutex<Int32?>(nil)

    /// The path of a program that the package builds, beside the running tests.
    public static func built(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: name).path
    }

    /// Starts `command`, whose first word is found as a shell does; all that it prints is added to the file `output`. Its
    /// standard input has nothing, and ends with this object.
    /// - Parameter environment: what is added to this process's environment.
    public init(_ command: [String], output: URL, environment: [String: String] = [:]) throws {
        self.output = output
        let variables = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let pipe = Pipe()
        input = pipe.fileHandleForWriting
        let log = try FileDescriptor.open(
            FilePath(output.path), .writeOnly, options: [.create, .append, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        var process = NewProcess(command)
        process.environment = variables.map { "\($0)=\($1)" }
        process.input = FileDescriptor(rawValue: pipe.fileHandleForReading.fileDescriptor)
        (process.output, process.error) = (log, log)
        pid = try log.closeAfter { try process.start() }
        try pipe.fileHandleForReading.close()
    }

    deinit {
        kill()
    }

    /// Whether it has not ended.
    public var isRunning: Bool { status.withLock { Self.look(&$0, at: pid) } }

    /// Takes note of the end of process `pid`, if that has come.
    /// - Returns: whether it still runs.
    private static func look(_ status: inout Int32?, at pid: pid_t) -> Bool {
        guard status == nil else { return false }
        var raw: Int32 = 0
        guard unsafe waitpid(pid, &raw, WNOHANG) != 0 else { return true }
        switch ProcessEnding(waitStatus: raw) {
        case .exited(let number), .signaled(let number): status = number
        }
        return false
    }

    /// Its exit status once it has ended, or the number of the signal that ended it; waits for that.
    public func waitForEnd() -> Int32 {
        while isRunning { usleep(2000) }
        return status.withLock(\.self) ?? 0
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
            let runs = isRunning
            if let line = try lines().first(where: { text.isEmpty || $0.contains(text) }) { return line }
            guard runs else { break }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw Silent(description: "no line with \"\(text)\", but:\n\(try lines().joined(separator: "\n"))")
    }

    /// Sends it a signal.
    public func signal(_ number: Int32) {
        status.withLock { status in
            if Self.look(&status, at: pid) { Glibc.kill(pid, number) }
        }
    }

    /// Kills it as a power switch would, and waits for its end.
    public func kill() {
        signal(SIGKILL)
        _ = waitForEnd()
    }
}
