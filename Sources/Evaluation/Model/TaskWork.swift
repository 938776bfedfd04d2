public import Executions
public import JSONText

/// Tests of standard input and output.
public struct StreamWork: Hashable, Sendable {
    /// What a program reads, and what it then has to write.
    public struct Test: Hashable, Sendable {
        /// What it reads.
        public var input: String
        /// What it has to write.
        public var output: String

        /// A test.
        public init(input: String, output: String) {
            self.input = input
            self.output = output
        }
    }

    /// The tests, in order.
    public var tests: [Test]
    /// How outputs are compared.
    public var comparator: Comparator
    /// Files that lie beside the program on every test.
    public var files: [ExecutionFile] = []
    /// Whether a program in Python may use names of usual modules without importing them, as the data set's harness lets it.
    public var importsUsualNames = false

    /// Tests compared by `comparator`.
    public init(tests: [Test], comparator: Comparator) {
        self.tests = tests
        self.comparator = comparator
    }
}

/// Calls of a function.
public struct FunctionWork: Hashable, Sendable {
    /// A call, and what it has to give.
    public struct Test: Hashable, Sendable {
        /// The arguments, in order.
        public var arguments: [JSONTree]
        /// The result.
        public var result: JSONTree

        /// A call.
        public init(arguments: [JSONTree], result: JSONTree) {
            self.arguments = arguments
            self.result = result
        }
    }

    /// What it is called, and what its arguments are.
    public var signature: FunctionSignature
    /// The calls, in order.
    public var tests: [Test]
    /// When a result is the right one.
    public var comparison: ValueComparison

    /// Calls of the function of that signature.
    public init(signature: FunctionSignature, tests: [Test], comparison: ValueComparison) {
        self.signature = signature
        self.tests = tests
        self.comparison = comparison
    }
}

/// A function's name, and which of its values are more than JSON says.
public struct FunctionSignature: Hashable, Sendable {
    /// What a value is in the program.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// What the JSON says.
        case value
        /// A `ListNode` of an array of values.
        case list
        /// A `TreeNode` of an array of values, level by level, null where there is no node.
        case tree
        /// A value of Python that JSON may not have, as results have them: `{"$tuple": [1, 2]}`. In Python alone.
        case tagged
    }

    /// The name, a plain one of letters, digits and underscores.
    public var name: String
    /// What each argument is; those that are missing are ``Kind/value``.
    public var parameters: [Kind]
    /// What the result is.
    public var result: Kind

    /// A signature; nil if `name` could be no function's in any language.
    public init?(name: String, parameters: [Kind] = [], result: Kind = .value) {
        guard Self.isName(name) else { return nil }
        self.name = name
        self.parameters = parameters
        self.result = result
    }

    private static func isName(_ text: String) -> Bool {
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
            default: false
            }
        }
        return isWord && !text.isEmpty && text.utf8.count <= 128 && !(0x30...0x39).contains(text.utf8.first ?? 0)
    }
}

/// Calls of a function in Python that has to give what a reference gives.
public struct DifferentialWork: Hashable, Sendable {
    /// What the function is called.
    public var signature: FunctionSignature
    /// The program that is right, whole.
    public var reference: String
    /// The arguments of each call, a group of calls after the other.
    public var groups: [[[JSONTree]]]
    /// When a result is the right one.
    public var comparison: ValueComparison

    /// Calls of the function of that signature.
    public init(
        signature: FunctionSignature, reference: String, groups: [[[JSONTree]]], comparison: ValueComparison
    ) {
        self.signature = signature
        self.reference = reference
        self.groups = groups
        self.comparison = comparison
    }
}

/// A program that tests itself: it ends well if it is right.
public struct ProgramWork: Hashable, Sendable {
    /// What stands before a solution; a completion has the prompt before it, too.
    public var before: String
    /// What ends the function that a completion leaves open; a whole program has ended it.
    public var closing: String
    /// What stands behind it.
    public var after: String
    /// How a program in Python shows that its tests came to their end.
    public var ending = Ending.harness
    /// Files that lie beside the program.
    public var files: [ExecutionFile] = []

    /// How a program shows that it came to its end, where that can be asked.
    public enum Ending: Hashable, Sendable {
        /// The harness that runs it says so; what the program prints is lost.
        case harness
        /// It prints words at its very end; all else that it prints is kept.
        case words
        /// It ends well, wherever it does: also before its tests.
        case status
    }

    /// A program with tests around it.
    public init(before: String = "", closing: String = "", after: String) {
        self.before = before
        self.closing = closing
        self.after = after
    }
}

/// Tests of a framework.
public struct UnitTestWork: Hashable, Sendable {
    /// Which one runs them.
    public var runner: UnitTestRunner
    /// What the program's file is called.
    public var programFile: String
    /// What stands behind the program in its file.
    public var after = ""
    /// The tests' files, and those that they need.
    public var files: [ExecutionFile]

    /// Tests in `files`, of the program in `programFile`.
    public init(runner: UnitTestRunner, programFile: String, files: [ExecutionFile]) {
        self.runner = runner
        self.programFile = programFile
        self.files = files
    }
}
