public import SystemPackage
public import Units

/// One program to run in a cell: what to start, with which files and streams, within which limits.
public struct RunRequest: Sendable {
    /// The program (an absolute path as the cell sees it, or relative to the working directory) and its arguments.
    public var command: [String]
    /// The whole environment; nothing is inherited.
    public var environment: [String: String]
    /// The directory the program starts in, as the cell sees it.
    public var workingDirectory: String
    /// Directories of the host shown read-only in the cell for this run.
    public var directories: [Directory]
    /// Writable file systems, each new for this run and gone with it.
    public var scratch: [Scratch]
    /// What the program reads.
    public var standardInput: StandardInput
    /// Where its standard output goes.
    public var standardOutput: StandardOutput
    /// Where its standard error goes.
    public var standardError: StandardOutput
    /// What it may use.
    public var limits: Limits
    /// Which system calls it may make.
    public var policy: SystemCallPolicy
    /// Whether it sees a `/proc` of its own PID namespace.
    public var proc: Bool
    /// Whether `/dev/stdin`, `/dev/stdout`, `/dev/stderr` and `/dev/fd` lead to its own descriptors, as they do with ``proc``
    /// anyway. It costs a mount, some 40 µs a run; without both they lead nowhere.
    public var descriptors: Bool
    /// Where signals for the program come from; nil: nobody sends it any.
    var signals: ProgramSignals?

    /// A request to run `command`; everything else has a default that gives a program nothing.
    public init(
        command: [String], environment: [String: String] = [:], workingDirectory: String = "/",
        directories: [Directory] = [], scratch: [Scratch] = [], standardInput: StandardInput = .empty,
        standardOutput: StandardOutput = .collect, standardError: StandardOutput = .collect,
        limits: Limits = Limits(), policy: SystemCallPolicy = .run, proc: Bool = false,
        descriptors: Bool = false
    ) {
        self.command = command
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.directories = directories
        self.scratch = scratch
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.limits = limits
        self.policy = policy
        self.proc = proc
        self.descriptors = descriptors
    }
}

extension RunRequest {
    /// Whether somebody on this side may have to write or read for the program to go on.
    var isConversation: Bool {
        switch standardInput {
        case .descriptor, .passed, .stream: return true
        case .empty, .bytes, .file: break
        }
        return [standardOutput, standardError].contains { sink in
            switch sink {
            case .descriptor, .passed, .stream: true
            case .collect, .collectEnds, .discard, .reader, .withOutput: false
            }
        }
    }
}

extension RunRequest {
    /// A directory below the sandbox's ``Sandbox/store``, shown read-only for one run (at `/box`, say).
    public struct Directory: Hashable, Sendable {
        /// The directory on the host; it must lie below ``Sandbox/store``.
        public var hostPath: FilePath
        /// One of ``CellConfiguration/mountPoints``.
        public var path: String

        /// Shows `hostPath` at `path`.
        public init(hostPath: FilePath, path: String) {
            self.hostPath = hostPath
            self.path = path
        }
    }

    /// A writable tmpfs with a quota, new for one run.
    public struct Scratch: Hashable, Sendable {
        /// One of ``CellConfiguration/mountPoints``.
        public var path: String
        /// The most bytes it can hold.
        public var size: ByteCount
        /// The most files, directories and links it can hold.
        public var inodes: Int
        /// Whether the caller reads its contents after the run, from ``RunResult/scratch``.
        public var isKept: Bool
        /// A directory below the executor's ``Executor/store`` whose files the file system holds in the beginning, as the
        /// program's own; nil: it is empty. Regular files and directories are copied, up to 16384 of them and 32 directories
        /// deep, and nothing else. It is a ``SandboxError`` if there is no room for them, or the program's user may not
        /// read one.
        public var contents: FilePath?

        /// A tmpfs of `size` and at most `inodes` files at `path`, which holds a copy of `contents`.
        public init(
            path: String, size: ByteCount, inodes: Int = 4096, isKept: Bool = false, contents: FilePath? = nil
        ) {
            self.path = path
            self.size = size
            self.inodes = inodes
            self.isKept = isKept
            self.contents = contents
        }
    }

    /// Which of the two seccomp programs is loaded before the program starts.
    public enum SystemCallPolicy: Hashable, Sendable {
        /// What is not allowed fails with an error.
        case run
        /// As ``run``, but what is not allowed kills the program (``RunResult/Outcome/securityViolation``).
        case strict
    }

    /// What a program reads from descriptor 0.
    public enum StandardInput: Sendable {
        /// An empty file.
        case empty
        /// These bytes, as a file that the program can seek in but not change or mark.
        case bytes([UInt8])
        /// A file that was read once by the judge; many runs may read it at once, each with an offset of its own. It must
        /// lie in the executor's ``Executor/inputs``.
        case file(InputFile)
        /// A descriptor as it is, such as one end of a pipe; the caller keeps its own copy and closes it.
        case descriptor(FileDescriptor)
        /// A descriptor that is the executor's from now on and is closed here as soon as the program has it.
        case passed(PassedDescriptor)
        /// What the caller writes to ``RunningProgram/input`` while the program runs. Only with
        /// ``Executor/withRun(_:in:_:)``; elsewhere it is a ``SandboxError/Code/badRequest``.
        case stream
    }

    /// What becomes of descriptor 1 or 2.
    public enum StandardOutput: Sendable {
        /// Read while the program runs, up to the output limit, and returned.
        case collect
        /// As ``collect``, but only the first and the last `bytes` / 2 are kept (compilers' logs).
        case collectEnds(ByteCount)
        /// Counted and limited, but not kept.
        case discard
        /// Read by this object while the program runs, up to the output limit, and not kept. Where the reader wants no
        /// more, the run is stopped: ``RunResult/exit`` is then nil, unless the program had ended, and no limit struck.
        case reader(any OutputReader)
        /// A descriptor as it is; neither counted nor limited. The caller keeps its own copy and closes it.
        case descriptor(FileDescriptor)
        /// A descriptor that is the executor's from now on and is closed here as soon as the program has it; neither
        /// counted nor limited.
        case passed(PassedDescriptor)
        /// Read by the caller while the program runs, from ``RunningProgram/output`` or ``RunningProgram/error``, and
        /// limited. Only with ``Executor/withRun(_:in:_:)``; elsewhere it is a ``SandboxError/Code/badRequest``.
        case stream
        /// Standard error goes where standard output goes, as after `2>&1`. For standard output it is a
        /// ``SandboxError/Code/badRequest``.
        case withOutput
    }
}
