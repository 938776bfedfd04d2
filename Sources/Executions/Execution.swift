public import Units

/// Something to compile and run, without a problem around it: what it is, what it is given, and what it may use.
///
/// It is compiled once and run once for each test. A program that is just to be run has one test that expects nothing.
public struct Execution: Hashable, Sendable {
    /// The language's id.
    public var language: String
    /// The sources; the first one is the main one, where the language has to know.
    public var sources: [ExecutionFile]
    /// What the compiler is given besides what the language says.
    public var compilerArguments: [String] = []
    /// Whether sources that run as they are get looked at for errors first, so that such a program fails as one that does not
    /// compile does.
    public var checksSources = true
    /// Whether runs may be copies of a start that they have in common, where the language and the host have such
    /// (`WarmStart`): much faster for many short programs, with a memory that is told without what they have in common.
    public var startsWarm = false
    /// What compiling may use.
    public var compilation = CompilationLimits()
    /// Files that lie in the program's working directory, new for each test.
    public var files: [ExecutionFile] = []
    /// The names of files in its working directory that are brought back when a test has ended, if they are there.
    public var wantedFiles: [String] = []
    /// What it is run on, in order.
    public var tests: [ExecutionTest]
    /// What each test may use.
    public var limits = ProgramLimits.execution
    /// How far beyond its CPU time a test may run before it is stopped. It was too slow all the same; but how much so is known.
    public var extraCPUTime = Duration.zero
    /// The main thread's stack; nil: as large as the memory.
    public var stack: ByteCount?
    /// The program that says what outputs are worth, of those tests that name no checker; nil: there is none.
    public var checker: ExecutionChecker?
    /// Whether no further test is run once one was not accepted.
    public var stopsAtFailure = false
    /// Whether standard error goes where standard output goes.
    public var mergesError = false
    /// What of all this stands apart, as contents that are stored, and is empty here until ``fill(_:at:)``.
    public var stored: [StoredContent] = []

    /// An execution of these sources.
    public init(language: String, sources: [ExecutionFile], tests: [ExecutionTest] = [ExecutionTest()]) {
        self.language = language
        self.sources = sources
        self.tests = tests
    }
}

/// A file of an execution.
public struct ExecutionFile: Hashable, Sendable {
    /// Its path below the program's directory: relative, parts separated by `/`.
    public var name: String
    /// What is in it.
    public var bytes: [UInt8]

    /// A file of this name.
    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }
}

/// What an execution is run on once.
public struct ExecutionTest: Hashable, Sendable {
    /// What it is called, for people; may be empty.
    public var name = ""
    /// What the program reads from standard input.
    public var input: [UInt8]
    /// The program's arguments.
    public var arguments: [String] = []
    /// How its standard output is checked; nil: nothing is expected of it.
    public var expectation: Expectation?

    /// A test with this input.
    public init(input: [UInt8] = [], expectation: Expectation? = nil) {
        self.input = input
        self.expectation = expectation
    }

    /// What a test's output is compared with, and how.
    public struct Expectation: Hashable, Sendable {
        /// The right output; may be empty where a program checks.
        public var output: [UInt8]
        /// The name of the checker that compares, one of those that need no program; nil: the execution's own program does.
        public var checker: String?
        /// What that checker is told.
        public var checkerArguments: [String]

        /// An expectation that `checker` compares with.
        public init(output: [UInt8], checker: String?, checkerArguments: [String] = []) {
            self.output = output
            self.checker = checker
            self.checkerArguments = checkerArguments
        }
    }
}

/// What compiling an execution may use.
public struct CompilationLimits: Hashable, Sendable {
    /// CPU time of the compiler.
    public var cpuTime = Duration.seconds(60)
    /// Memory of the compiler.
    public var memory = ByteCount.mebibytes(2048)

    /// The defaults.
    public init() {}
}

extension ProgramLimits {
    /// What a test of an execution may use where nobody says it.
    public static var execution: ProgramLimits {
        var limits = ProgramLimits()
        limits.cpuTime = .seconds(10)
        limits.wallTime = .seconds(30)
        limits.memory = .mebibytes(256)
        limits.output = .mebibytes(16)
        limits.processes = 64
        return limits
    }
}
