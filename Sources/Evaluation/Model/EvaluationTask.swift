public import Units

/// A task that programs are written for: what is run, and what is right.
public struct EvaluationTask: Hashable, Sendable {
    /// Its name, one in its data set.
    public var id: String
    /// The language of its programs, as the record has it; nil: the record is for programs in any.
    public var language: String?
    /// What a completion continues, and a solution contains.
    public var prompt = ""
    /// What programs have to do.
    public var work: TaskWork
    /// CPU time of each run; nil: the record does not say.
    public var timeLimit: Duration?
    /// Memory of each run; nil: the record does not say.
    public var memory: ByteCount?
    /// The programs that the record brings to be evaluated.
    public var samples: [Candidate] = []
    /// The programs that the record says are right.
    public var references: [Candidate] = []

    /// A task with that work.
    public init(id: String, work: TaskWork) {
        self.id = id
        self.work = work
    }
}

/// What the programs of a task have to do.
public enum TaskWork: Hashable, Sendable {
    /// Whole programs that read standard input and write standard output.
    case stream(StreamWork)
    /// A function, whose results are compared outside of the program.
    case function(FunctionWork)
    /// A function that does as a reference does, compared outside of the program.
    case differential(DifferentialWork)
    /// Programs that hold their own tests.
    case program(ProgramWork)
    /// A framework's tests, which run with the program.
    case unitTests(UnitTestWork)
}

/// A program, or the rest of one.
public struct Candidate: Hashable, Sendable {
    /// Its text, perhaps as an answer in Markdown.
    public var text: String
    /// Whether it stands alone; if not, it continues the prompt.
    public var isComplete: Bool
    /// Its language, if it says so.
    public var language: String?

    /// A program, or the rest of one.
    public init(_ text: String, isComplete: Bool, language: String? = nil) {
        self.text = text
        self.isComplete = isComplete
        self.language = language
    }
}
