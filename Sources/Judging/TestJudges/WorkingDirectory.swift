import Concurrency
import Files
import Problems
import Sandbox
import SystemPackage
import Units

/// What a program finds in its working directory on a test case: itself, and the test case's files.
struct WorkingDirectory: Sendable {
    /// A file that lies there besides the program.
    struct File: Sendable {
        /// Its path in the directory.
        var name: String
        /// What is in it.
        var content: Content

        /// Where a file's content is.
        enum Content: Sendable {
            case at(FilePath)
            case bytes([UInt8])
        }
    }

    /// Where it is in a cell.
    static let path = "/box"
    /// Room that a file system of the program's own has for names and the like.
    private static let slack = ByteCount.mebibytes(1)
    /// The most files that a program may make there.
    private static let mostFiles = 4096

    let executor: any Executor
    /// What the test case is called.
    let test: String
    /// What lies there besides the program.
    let files: [File]
    /// What the program is given besides its own arguments.
    let arguments: [String]
    /// The file there that the program is to write; nil: it writes standard output.
    let outputFile: String?
    /// Whether the program reads a file there, and not standard input.
    let hasInputFile: Bool
    /// Whether the program may write there.
    let isWritable: Bool

    /// The directory for a test case of a package.
    init(package: ProblemPackage, test: TestCase, executor: any Executor) {
        let problem = package.problem
        let input = [problem.inputFile].compactMap(\.self).map { SourceFile(test.input, name: $0) }
        self.executor = executor
        self.test = test.name
        files = (test.files + input).map { File(name: $0.name, content: .at(package.path(of: $0.file))) }
        arguments = test.arguments
        outputFile = problem.outputFile
        hasInputFile = problem.inputFile != nil
        isWritable = problem.allowsFileWriting || problem.outputFile != nil
    }

    /// A directory with these files, in which the program may write.
    init(_ files: [File], arguments: [String], test: String, executor: any Executor) {
        self.executor = executor
        self.test = test
        self.files = files
        self.arguments = arguments
        outputFile = nil
        hasInputFile = false
        isWritable = true
    }

    /// Gives what the program left in ``outputFile`` to `reader`, as if it had written it to standard output; nothing if it left
    /// no such file. More than `limit` is a limit that struck.
    func read(_ run: inout RunResult, limit: ByteCount, to reader: any OutputReader) throws(SandboxError) {
        guard let name = outputFile, run.exit != nil,
            let bytes = try run.scratch[Self.path]?.read(name, limit: limit + ByteCount(1))
        else { return }
        run.outputBytes = ByteCount(Int64(bytes.count))
        if run.outputBytes > limit { run.limitsStruck.insert(.output) }
        reader.take(bytes)
    }

    /// Puts the directory into `request` while `body` runs.
    /// - Throws: ``JudgingError`` if it cannot be made; what `body` throws.
    func with<Value>(_ request: RunRequest, _ body: (RunRequest) async throws -> Value) async throws -> Value {
        var request = request
        request.command += arguments
        guard !files.isEmpty || isWritable,
            let shown = request.directories.firstIndex(where: { $0.path == Self.path })
        else { return try await body(request) }
        guard !files.isEmpty else {
            // The cell copies the program from where it is.
            let program = request.directories[shown].hostPath
            makeWritable(&request, shown, program, try await BlockingWork.run { _ in try extent(of: program) })
            return try await body(request)
        }
        return try await TestDirectories(executor: executor).withPlace { place in
            let program = request.directories[shown].hostPath
            let extent = try await BlockingWork.run { _ in try fill(place, with: program) }
            if isWritable {
                makeWritable(&request, shown, place, extent)
            } else {
                request.directories[shown].hostPath = place
            }
            return try await body(request)
        }
    }

    /// Has the program work in a copy of the directory at `place` instead of what it was `shown`.
    private func makeWritable(
        _ request: inout RunRequest, _ shown: Int, _ place: FilePath, _ extent: (size: ByteCount, count: Int)
    ) {
        request.directories.remove(at: shown)
        request.scratch.append(
            RunRequest.Scratch(
                path: Self.path, size: extent.size + request.limits.output + Self.slack,
                inodes: extent.count + Self.mostFiles, isKept: true, contents: place))
    }

    private func extent(of place: FilePath) throws(JudgingError) -> (size: ByteCount, count: Int) {
        do {
            return try place.treeExtent()
        } catch {
            throw JudgingError(.files, "the program of \(test) cannot be looked at in \(place): \(error)")
        }
    }

    /// Makes the directory at `place`; the test case's files take the place of the program's, and of a program's directory
    /// where that has the name of one, or of a program's file that has the name of one of their directories.
    /// - Returns: how much is in it.
    private func fill(_ place: FilePath, with program: FilePath) throws(JudgingError) -> (size: ByteCount, count: Int) {
        do {
            let own = Set(files.map { FilePath($0.name) })
            let above = Set(own.flatMap(\.directories))
            for name in try program.files() {
                let relative = FilePath(name)
                guard !own.contains(relative), !above.contains(relative), own.isDisjoint(with: relative.directories)
                else { continue }
                let path = place.appending(name)
                try path.removingLastComponent().makeDirectories()
                try path.makeLink(to: program.appending(name))
            }
            for file in files {
                let path = place.appending(file.name)
                switch file.content {
                case .at(let source): try path.writeFile(try source.contents())
                case .bytes(let bytes): try path.writeFile(bytes)
                }
            }
            return try place.treeExtent()
        } catch {
            throw JudgingError(.files, "the files of \(test) cannot be put beside a program in \(place): \(error)")
        }
    }
}
