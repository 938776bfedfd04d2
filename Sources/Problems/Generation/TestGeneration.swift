public import PackageFiles
public import Units

/// Files of a package that programs of the package make: the inputs of tests, by generators, and their answers, by a solution.
///
/// Where a format has such tests, they are made before the package is read, so that a reader finds all files in their places.
public struct TestGeneration: Hashable, Sendable {
    /// A program that makes files.
    public struct Generator: Hashable, Sendable {
        /// Its sources, and the headers that they need.
        public var program: Program
        /// The CPU time that a run may take.
        public var time: Duration
        /// The memory that a run may use.
        public var memory: ByteCount

        /// `program`, within these limits.
        public init(_ program: Program, time: Duration = .seconds(60), memory: ByteCount = .gibibytes(2)) {
            self.program = program
            self.time = time
            self.memory = memory
        }
    }

    /// One run of a program.
    public struct Command: Hashable, Sendable {
        /// Which of ``TestGeneration/generators`` is run.
        public var generator: Int
        /// What it is called with.
        public var arguments: [String]
        /// Which of them it talks with, by testlib's conventions for interactors; nil: none. What that writes for the checker
        /// counts as the output.
        public var interactor: Int?

        /// A run of the generator of that number.
        public init(_ generator: Int, arguments: [String] = [], interactor: Int? = nil) {
            self.generator = generator
            self.arguments = arguments
            self.interactor = interactor
        }
    }

    /// Where a file comes from.
    public enum Origin: Hashable, Sendable {
        /// It is what the last command writes to standard output.
        case standardOutput
        /// It is what the last command writes to standard error.
        case standardError
        /// The last command writes it in its working directory, under one of these names; the first that is there counts.
        case file(names: [String])
        /// The last command writes it in its working directory, under this name, or else to standard output.
        case fileOrStandardOutput(name: String)
    }

    /// A file that is made.
    public struct Product: Hashable, Sendable {
        /// Where it comes from.
        public var origin: Origin
        /// Where it is put in the package.
        public var path: TreePath

        /// The file at `path`, made as `origin` says.
        public init(_ origin: Origin, at path: TreePath) {
            self.origin = origin
            self.path = path
        }
    }

    /// What makes one file, or several at once.
    public struct Step: Hashable, Sendable {
        /// What it makes, for messages: `test 3`.
        public var purpose: String
        /// Each reads what the one before it writes. None: what is made is a copy of the input.
        public var commands: [Command]
        /// What the first command reads, a file of the package, or a product of another step; nil: nothing.
        public var input: TreePath?
        /// What it makes, at least one.
        public var products: [Product]

        /// A step of these parts.
        public init(_ purpose: String, _ commands: [Command], input: TreePath? = nil, products: [Product]) {
            self.purpose = purpose
            self.commands = commands
            self.input = input
            self.products = products
        }
    }

    /// A file whose bytes are known.
    public struct Text: Hashable, Sendable {
        /// Where it is put in the package.
        public var path: TreePath
        /// Its bytes.
        public var bytes: [UInt8]

        /// The file at `path`.
        public init(_ bytes: [UInt8], at path: TreePath) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// Files that are there before any program is built, such as a header with the problem's limits.
    public var texts: [Text]
    /// The programs.
    public var generators: [Generator]
    /// What they make. A step whose input is made waits for the one that makes it.
    public var steps: [Step]

    /// Nothing, or these parts.
    public init(texts: [Text] = [], generators: [Generator] = [], steps: [Step] = []) {
        self.texts = texts
        self.generators = generators
        self.steps = steps
    }

    /// Whether there is nothing to make.
    public var isEmpty: Bool { texts.isEmpty && steps.isEmpty }

    /// The steps in rounds: a round needs nothing but what the rounds before it make. A step whose input is never made, because
    /// steps wait for each other, is in none.
    public var rounds: [[Step]] {
        var rounds: [[Step]] = []
        var missing = Set(steps.flatMap { $0.products.map(\.path) })
        var rest = steps
        while !rest.isEmpty {
            let isReady = { (step: Step) in step.input.map { !missing.contains($0) } ?? true }
            let ready = rest.filter(isReady)
            guard !ready.isEmpty else { break }
            rest.removeAll(where: isReady)
            missing.subtract(ready.flatMap { $0.products.map(\.path) })
            rounds.append(ready)
        }
        return rounds
    }
}
