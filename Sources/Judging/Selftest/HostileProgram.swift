public import SystemPackage
public import Units

/// A program that attacks the sandbox, and the outcome it must have: a file that begins with comment lines such as
/// `// expect: memory_limit` (Testcases/hostile/README.md).
public struct HostileProgram: Hashable, Sendable {
    /// Its path below the folder of hostile programs: `memory/touch.c`.
    public var name: String
    /// The file.
    public var path: FilePath
    /// The outcomes that are allowed, in the words of `verdict run --json`, or `compile_error`.
    public var expectations: [String]
    /// The walls it climbs, by name.
    public var walls: [String] = []
    /// What it attacks, in a sentence.
    public var summary = ""
    /// The limits of its run.
    public var limits = Measures(
        cpu: .seconds(2), wall: .seconds(6), memory: .mebibytes(128), output: .mebibytes(1), processes: 64)
    /// The limits of its compilation, where they are its subject.
    public var compileLimits = Measures()
    /// Values that may not be measured to be higher.
    public var ceilings = Measures()
    /// What it must write to standard output, blanks at the ends aside.
    public var standardOutput: String?
    /// Whether its cell has a `/proc`.
    public var needsProc = false
    /// Whether a forbidden system call kills it.
    public var needsStrict = false
    /// Whether this process listens on sockets while it runs, and names them in its arguments.
    public var needsListener = false
    /// Whether it is a manager and two processes that talk with it by pipes.
    public var needsPipes = false
    /// Sets of walls without which it gets through, harmlessly: all of one set must be missing.
    public var gaps: [Set<Wall>] = []

    /// How often it is run, one time after the other: the second finds what the first has left behind.
    public var runs = 1
    /// What must not stand in the compiler's log.
    public var logSecret: String?

    /// Whether a time limit is what it attacks; its limits then stand as they are on any host.
    var isAboutTime: Bool {
        expectations.contains { $0 == "cpu_limit" || $0 == "wall_limit" }
    }

    /// Values named in a header line: `cpu=1s wall=3s memory=64MiB output=1MiB processes=16`.
    public struct Measures: Hashable, Sendable {
        /// CPU time.
        public var cpu: Duration?
        /// Wall-clock time.
        public var wall: Duration?
        /// Memory of all processes.
        public var memory: ByteCount?
        /// Bytes of each output.
        public var output: ByteCount?
        /// Processes and threads at once.
        public var processes: Int?
    }

    /// Reads the header of a program.
    /// - Parameters:
    ///   - name: the path below the folder.
    ///   - text: the file's text; bytes that are no text may have been replaced.
    /// - Throws: ``JudgingError`` naming file and line if the header is missing or wrong.
    public init(name: String, path: FilePath, text: String) throws(JudgingError) {
        self.name = name
        self.path = path
        expectations = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(20).enumerated() {
            guard let (key, value) = Self.field(of: line) else { break }
            do {
                try read(key, value)
            } catch {
                throw JudgingError(.badPackage, "\(name):\(index + 1): \(error.message)")
            }
        }
        guard !expectations.isEmpty else {
            throw JudgingError(.badPackage, "\(name):1: the first line must say what is expected: // expect: OUTCOME")
        }
    }

    /// `key` and `value` of a comment line `// key: value`, in C, Python or shell.
    private static func field(of line: Substring) -> (String, String)? {
        var rest = line
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
        } else if rest.hasPrefix("#") {
            rest = rest.dropFirst()
        } else {
            return nil
        }
        guard let colon = rest.firstIndex(of: ":") else { return nil }
        let key = rest[..<colon].trimmed
        return key.isEmpty || key.contains(" ") ? nil : (key, rest[rest.index(after: colon)...].trimmed)
    }

    private mutating func read(_ key: String, _ value: String) throws(JudgingError) {
        switch key {
        case "expect": expectations = value.components(separatedBy: " or ")
        case "wall": walls = value.components(separatedBy: ",").map { $0[...].trimmed }
        case "limits": try Self.read(value, into: &limits)
        case "compile": try Self.read(value, into: &compileLimits)
        case "at-most": try Self.read(value, into: &ceilings)
        case "stdout": standardOutput = value
        case "needs": try readNeeds(value)
        case "without": gaps = try Self.gaps(from: value)
        case "x": summary = value
        case "runs": runs = Int(value) ?? 1
        case "log-without": logSecret = value
        default: throw JudgingError(.badPackage, "unknown key \"\(key)\" in the header")
        }
    }

    private mutating func readNeeds(_ text: String) throws(JudgingError) {
        for word in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            switch word {
            case "proc": needsProc = true
            case "strict": needsStrict = true
            case "listener": needsListener = true
            case "pipes": needsPipes = true
            default: throw JudgingError(.badPackage, "\"\(word)\" is nothing that a run can need")
            }
        }
    }

    private static func read(_ text: String, into measures: inout Measures) throws(JudgingError) {
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "=").map(String.init)
            guard parts.count == 2 else { throw JudgingError(.badPackage, "\"\(word)\" is not NAME=VALUE") }
            let isRead =
                switch parts[0] {
                case "cpu": assign(Duration(parsing: parts[1]), to: &measures.cpu)
                case "wall": assign(Duration(parsing: parts[1]), to: &measures.wall)
                case "memory": assign(ByteCount(parsing: parts[1]), to: &measures.memory)
                case "output": assign(ByteCount(parsing: parts[1]), to: &measures.output)
                case "processes": assign(Int(parts[1]), to: &measures.processes)
                default: false
                }
            guard isRead else { throw JudgingError(.badPackage, "\"\(word)\" is no limit") }
        }
    }

    private static func assign<Value>(_ value: Value?, to target: inout Value?) -> Bool {
        target = value
        return value != nil
    }
}

extension Substring {
    /// Without blanks at its ends.
    fileprivate var trimmed: String {
        var rest = self
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

extension String {
    /// The parts between occurrences of `separator`.
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: true).map(String.init)
    }
}
