/// How the runs of a submission are judged.
///
/// The arguments here are the package's own (`validator_flags`); those of a test case, which contain them, are in
/// `TestCase.validatorArguments`, and are what a validator is called with.
public enum Validation: Hashable, Sendable {
    /// By the default validator with these arguments, which compares the output with the answer.
    case standard(arguments: [String])
    /// By the checker of this name, one of those that judging systems bring along, with these arguments.
    case native(checker: String, arguments: [String])
    /// By the package's own programs.
    case custom(CustomValidation)
}

/// Judging by the package's own programs.
public struct CustomValidation: Hashable, Sendable {
    /// How the programs are called, and how they answer.
    public enum Convention: Hashable, Sendable {
        /// As the ICPC's formats say: `program input answer feedback/ arguments…`, with the output on standard input. They answer
        /// by exit status 42 or 43, and files in `feedback`.
        case icpc
        /// As another convention says: one checker, or an interactor, or both.
        case checker(CheckerConvention)

        /// The names that conventions have where people name them.
        public static var names: [String] { ["icpc"] + CheckerConvention.Answer.allCases.map(\.rawValue).sorted() }

        /// The convention of that name, one of ``names``; nil if there is none.
        public init?(named name: String) {
            if name == "icpc" {
                self = .icpc
            } else if let answer = CheckerConvention.Answer(rawValue: name) {
                self = .checker(CheckerConvention(answer))
            } else {
                return nil
            }
        }
    }

    /// When a validator sees what a submission writes.
    public enum Exchange: Hashable, Sendable {
        /// After the run, on its standard input.
        case afterTheRun
        /// During the run: each of the two reads what the other writes (`validation: custom interactive`).
        case interactive
    }

    /// How they are called.
    public var convention: Convention
    /// The programs; all must accept. One, where the exchange is interactive or there may be several passes; none, where an
    /// ``interactor`` decides alone.
    public var validators: [Program]
    /// The package's arguments.
    public var arguments: [String]
    /// When the validators see the output.
    public var exchange: Exchange
    /// By conventions other than the ICPC's, where the exchange is interactive: the program that the submission talks with. If it
    /// accepts, the validator, if there is one, looks at what it wrote.
    public var interactor: Program?
    /// By CMS' convention, with an interactor: the processes of a submission that it, the manager, talks with; nil: it talks with
    /// one program by standard streams.
    public var processes: ManagedProcesses?
    /// Whether each accepted test case gets a score from them (`score`).
    public var givesScores: Bool
    /// How often a submission may run on one test case, if a validator may ask for another run on the input that it gives
    /// (`multi-pass`); nil if it may not.
    public var passes: Int?

    /// Judging by `validators`.
    public init(
        _ convention: Convention = .icpc, validators: [Program], arguments: [String] = [],
        exchange: Exchange = .afterTheRun, interactor: Program? = nil, processes: ManagedProcesses? = nil,
        givesScores: Bool = false, passes: Int? = nil
    ) {
        self.convention = convention
        self.interactor = interactor
        self.processes = processes
        self.validators = validators
        self.arguments = arguments
        self.exchange = exchange
        self.givesScores = givesScores
        self.passes = passes
    }
}

/// The processes of one submission that a manager talks with at once.
public struct ManagedProcesses: Hashable, Sendable {
    /// How a process talks.
    public enum Streams: String, Hashable, Sendable, CaseIterable {
        /// By standard input and output.
        case standard = "std_io"
        /// By pipes, the names of which are its arguments: the one that it reads, and the one that it writes.
        case named = "fifo_io"
    }

    /// The most that there may be: each has a cell of its own.
    public static let most = 16

    /// How many there are. Where there are several, the last argument of each is its number, from 0.
    public var count: Int
    /// How they talk.
    public var streams: Streams

    /// So many processes.
    public init(_ count: Int = 1, over streams: Streams) {
        self.count = count
        self.streams = streams
    }
}
