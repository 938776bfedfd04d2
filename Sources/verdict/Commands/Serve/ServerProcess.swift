import CLinux
import Concurrency
import Files
import Glibc
import Processes
import Reporting
import Synchronization
import SystemPackage

/// A server that this process started, and that ends with it: it is told to, and it has an end of a pipe whose other end this
/// process alone holds, so that it learns of our end even if we are killed.
final class ServerProcess: Sendable {
    /// Where it says what it does.
    let logFile: FilePath
    private let program: String
    private let pid: pid_t
    private let lifeline: FileDescriptor
    /// Whether it was waited for: its number may be another's then.
    private let hasEnded = Mutex(false)

    /// Starts `command`; what it says goes to the file `log`, anew.
    /// - Throws: ``CommandError``.
    init(_ command: [String], log: FilePath) throws {
        logFile = log
        program = command.first.flatMap { FilePath($0).lastComponent?.string } ?? ""
        var (readEnd, writeEnd): (CInt, CInt) = (-1, -1)
        let piped = unsafe clinux_blocking_pipe(&readEnd, &writeEnd)
        guard piped == 0 else { throw CommandError("cannot make a pipe: \(Errno(rawValue: -piped))") }
        lifeline = FileDescriptor(rawValue: writeEnd)
        let input = FileDescriptor(rawValue: readEnd)
        do {
            defer { _ = Glibc.close(readEnd) }
            let output = try FileDescriptor.open(
                log, .writeOnly, options: [.create, .truncate, .closeOnExec, .noFollow],
                permissions: [.ownerReadWrite])
            defer { _ = Glibc.close(output.rawValue) }
            var process = NewProcess(command)
            (process.input, process.output, process.error) = (input, output, output)
            // Ctrl-C is for this process alone, which tells the others in their order.
            process.hasOwnGroup = true
            pid = try process.start()
        } catch {
            _ = Glibc.close(writeEnd)
            throw CommandError("cannot start \(program) with the log \(log): \(error)")
        }
    }

    deinit {
        _ = Glibc.close(lifeline.rawValue)
    }

    /// What it has said.
    var log: String { String(decoding: (try? logFile.contents()) ?? [], as: UTF8.self) }

    /// Does `body` while the server runs; then the server is told to end, and waited for.
    /// - Throws: ``CommandError`` with its last words if it ends before; what `body` throws.
    func during(_ body: @Sendable @escaping @concurrent () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let end = try await self.end()
                guard !Task.isCancelled else { return }
                throw CommandError("\(self.program) ended with \(end): \(self.lastWords)")
            }
            group.addTask { try await body() }
            let result: Result<Void, any Error>
            do { result = .success(try await group.next() ?? ()) } catch { result = .failure(error) }
            group.cancelAll()
            stop()
            while let other = await group.nextResult() { _ = other }
            try result.get()
        }
    }

    private func stop() {
        hasEnded.withLock { hasEnded in
            if !hasEnded { kill(pid, SIGTERM) }
        }
    }

    /// How it ends, in words; waits for that, on a thread of its own.
    private func end() async throws -> String {
        try await BlockingWork.run { [self] _ in
            var information = unsafe siginfo_t()
            // Its number stays its own until it is waited for.
            while unsafe waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            return hasEnded.withLock { hasEnded in
                hasEnded = true
                return ProcessEnding.wait(for: pid).map { "\($0)" } ?? "nobody knows what"
            }
        }
    }

    /// Why it ended, as it said it; without such words, its last ones.
    private var lastWords: String {
        let lines = log.split(separator: "\n")
        let own = lines.filter { $0.hasPrefix("\(program): ") }.map { $0.dropFirst(program.utf8.count + 2) }
        let words = (own.isEmpty ? lines : own).suffix(5).joined(separator: "\n")
        return words.isEmpty ? "it said nothing" : PrintableText.block(words)
    }
}
