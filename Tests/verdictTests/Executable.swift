import Dispatch
import Glibc
import Processes
import SystemPackage

/// The `verdict` that was built beside these tests.
enum Executable {
    /// What it did.
    struct Ending: Sendable {
        /// The exit status; 128 and the signal's number if a signal ended it.
        var status: Int32
        /// What it wrote to standard output.
        var output: String
        /// What it wrote to standard error.
        var error: String
    }

    /// The repository's directory.
    static let root = String(#filePath.dropLast("/Tests/verdictTests/Executable.swift".count))

    /// What starts a program as a user who owns nothing.
    static let asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]

    /// Whether ``asNobody`` works here: for root, where the build can be reached by everybody.
    static func canRunAsNobody() async -> Bool {
        (try? await run(["--version"], through: asNobody).status) == 0
    }

    /// One at a time, and on a thread of its own: whoever waits here keeps no thread of the tests' pool waiting.
    private static let queue = DispatchQueue(label: "executable")

    /// Runs it with `arguments` in the repository's directory, started by `starter` if there is one, and waits for its
    /// end.
    static func run(_ arguments: [String], through starter: [String] = []) async throws -> Ending {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try runAndWait(arguments, through: starter) }) }
        }
    }

    private static func runAndWait(_ arguments: [String], through starter: [String]) throws -> Ending {
        let directory = try temporaryDirectory()
        defer { _ = unsafe rmdir(directory) }
        let (output, error) = (directory + "/output", directory + "/error")
        defer { for path in [output, error] { _ = unsafe unlink(path) } }
        let words = ["sh", "-c", "cd \"$0\" && exec \"$@\"", root] + starter + [try path()] + arguments
        let options: FileDescriptor.OpenOptions = [.create, .closeOnExec]
        let files = try [output, error].map { path in
            try FileDescriptor.open(FilePath(path), .writeOnly, options: options, permissions: [.ownerReadWrite])
        }
        defer { for file in files { _ = try? file.close() } }
        var process = NewProcess(words)
        (process.output, process.error) = (files[0], files[1])
        guard let ending = ProcessEnding.wait(for: try process.start()) else {
            throw Failure(stage: "wait", number: errno)
        }
        let code =
            switch ending {
            case .exited(let status): status
            case .signaled(let number): 128 + number
            }
        return Ending(status: code, output: try contents(of: output), error: try contents(of: error))
    }

    /// A system call failed.
    struct Failure: Error {
        var stage: String
        var number: Int32
    }

    private static func path() throws -> String {
        guard let own = unsafe realpath("/proc/self/exe", nil) else { throw Failure(stage: "realpath", number: errno) }
        defer { unsafe free(own) }
        let directory = unsafe String(cString: own).split(separator: "/").dropLast().joined(separator: "/")
        return "/\(directory)/verdict"
    }

    private static func temporaryDirectory() throws -> String {
        var template = Array("/tmp/verdict-command-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { throw Failure(stage: "mkdtemp", number: errno) }
        return made
    }

    private static func contents(of path: String) throws -> String {
        guard let file = unsafe fopen(path, "r") else { throw Failure(stage: path, number: errno) }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while case let count = unsafe fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
