import Checking
import Files
import Problems
import Sandbox
import Synchronization
import SystemPackage
import Units

/// Where the files of a test case are on this machine.
struct TestFiles: Hashable, Sendable {
    /// What the program reads.
    var input: FilePath
    /// The judge's answer.
    var answer: FilePath
}

extension ProblemPackage {
    /// Where the files of `test` are.
    func files(of test: TestCase) -> TestFiles {
        TestFiles(input: path(of: test.input), answer: path(of: test.answer))
    }
}

/// Test cases as custom validators see them: a directory each, below the executor's store, with `input` and `answer`, and for
/// checkers of other conventions a link to the output, which they have on standard input.
///
/// Small ones are made once and kept; when all together grow too large, further ones are made for one check and removed.
final class TestDirectories: Sendable {
    private struct State {
        var kept: [TestFiles: FilePath] = [:]
        var total = ByteCount(0)
    }

    /// Of this process: several may keep theirs in one store.
    private static let serial = Atomic(0)

    private let place: FilePath
    private let limit: ByteCount
    private let hasOutputLink: Bool
    private let state = Mutex(State())

    /// Directories below the store of `executor`, of which `limit` bytes in all are kept.
    /// - Parameters:
    ///   - executor: who runs what looks at them.
    ///   - limit: how much is kept.
    ///   - hasOutputLink: whether the output has a name in them.
    init(executor: any Executor, limit: ByteCount = .mebibytes(256), hasOutputLink: Bool = false) {
        self.hasOutputLink = hasOutputLink
        place = executor.store.appending("tests")
        self.limit = limit
    }

    deinit {
        for directory in state.withLock({ Array($0.kept.values) }) {
            // What resists is removed with the executor's store.
            try? directory.removeTree()
        }
    }

    /// Shows the two files to `body` in a directory.
    func withDirectory<Value>(of test: TestFiles, _ body: (FilePath) async throws -> Value) async throws -> Value {
        if let known = state.withLock({ $0.kept[test] }) { return try await body(known) }
        let directory = try make(test)
        let size = try test.input.fileSize() + test.answer.fileSize()
        let isKept = state.withLock { state in
            guard state.kept[test] == nil, state.total + size <= limit else { return false }
            state.kept[test] = directory
            state.total = state.total + size
            return true
        }
        return isKept ? try await body(directory) : try await lend(directory, body)
    }

    /// Shows a test case that is in memory to `body` in a directory, which is gone afterwards.
    func withDirectory<Value>(
        input: [UInt8], answer: [UInt8], _ body: (FilePath) async throws -> Value
    ) async throws -> Value {
        try await withPlace { directory in
            try fill(directory, input: input, answer: answer)
            return try await body(directory)
        }
    }

    /// Gives `body` a directory of its own below the store, empty, and removes it with all that is in it.
    func withPlace<Value>(_ body: (FilePath) async throws -> Value) async throws -> Value {
        let directory = newPath()
        try directory.makeDirectories()
        return try await lend(directory, body)
    }

    /// Gives `body` a directory, and removes it afterwards, whatever happens.
    private func lend<Value>(_ directory: FilePath, _ body: (FilePath) async throws -> Value) async throws -> Value {
        let result: Value
        do {
            result = try await body(directory)
        } catch {
            try? directory.removeTree()
            throw error
        }
        try directory.removeTree()
        return result
    }

    private func newPath() -> FilePath {
        place.appending(String(Self.serial.add(1, ordering: .relaxed).newValue))
    }

    private func make(_ test: TestFiles) throws -> FilePath {
        let directory = newPath()
        // Copies, not links: the package's files may be readable by their owner only, and a cell has a uid of its own.
        try fill(directory, input: test.input.contents(), answer: test.answer.contents())
        return directory
    }

    private func fill(_ directory: FilePath, input: [UInt8], answer: [UInt8]) throws {
        try directory.appending("input").writeFile(input)
        try directory.appending("answer").writeFile(answer)
        if hasOutputLink { try directory.appending(CheckerProgram.outputLink).makeSymbolicLink(to: "/dev/stdin") }
    }
}
