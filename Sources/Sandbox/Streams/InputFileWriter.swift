import Glibc
import Synchronization
public import SystemPackage

/// Makes an ``InputFile`` of what a program writes, while it runs, so that another one can read it.
///
/// What is not finished is removed with the last reference.
public final class InputFileWriter: OutputReader {
    private struct State {
        /// Nil once it is finished.
        var file: OwnedDescriptor?
        var size = 0
        var failure: SandboxError?
    }

    private let directory: FilePath
    private let name: String
    private let state: Mutex<State>

    /// Begins a file in `directory`, an executor's ``Executor/inputs``.
    /// - Throws: ``SandboxError`` if it cannot be made.
    public init(in directory: FilePath) throws(SandboxError) {
        let file: OwnedDescriptor
        (name, file) = try InputFile.create(in: directory)
        self.directory = directory
        state = Mutex(State(file: file))
    }

    deinit {
        let isUnfinished = state.withLock { $0.file != nil }
        if isUnfinished { _ = unsafe unlink(directory.appending(name).string) }
    }

    /// Adds `bytes` to the file; false once it could not be written, which ``finish()`` then tells, or is finished.
    public func read(_ bytes: RawSpan) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in
            state.withLock { state in
                guard let file = state.file, state.failure == nil else { return false }
                do throws(SandboxError) {
                    unsafe try InputFile.write(bytes, to: FileDescriptor(rawValue: file.rawValue))
                    state.size += bytes.count
                } catch {
                    state.failure = error
                }
                return state.failure == nil
            }
        }
    }

    /// The file with all that was read so far; nothing more is.
    /// - Throws: ``SandboxError`` if it could not be written, or was finished before.
    public func finish() throws(SandboxError) -> InputFile {
        try state.withLock { state throws(SandboxError) in
            if let failure = state.failure { throw failure }
            guard let file = state.file else { throw SandboxError(.badRequest, stage: "finish an input file twice") }
            let input = try InputFile(writtenTo: file, named: name, in: directory, size: state.size)
            state.file = nil
            return input
        }
    }
}
