import PackageFiles
import StrictYAML

/// `gen/data`: test sets, each with commands that make tests and the names of earlier sets whose tests it has, too.
///
///     @testset small
///     generate 10 1
///     @subtask all
///     @include small
///     manual large.in
struct TPSData {
    /// Where a test's input comes from.
    enum Source: Hashable {
        /// The program of that name is called with these words.
        case command(name: String, arguments: [String])
        /// It is the file at this path.
        case file(String)
    }

    /// A test.
    struct Test {
        var source: Source
        /// The line of the file, from 1.
        var line: Int
    }

    /// A set of tests.
    private struct TestSet {
        var name: String
        var isSubtask: Bool
        /// Which tests, in order, each once.
        var tests: [Int] = []
        var known: Set<Int> = []

        mutating func add(_ test: Int) {
            if known.insert(test).inserted { tests.append(test) }
        }
    }

    static let file = "gen/data"

    /// All tests, in order.
    private(set) var tests: [Test] = []
    /// The subtasks, in order, and which tests each has.
    var subtasks: [(name: String, tests: [Int])] { sets.filter(\.isSubtask).map { ($0.name, $0.tests) } }
    private var sets: [TestSet] = []

    /// Reads what the package has of it.
    init(_ package: LoadedPackage, _ findings: Findings) {
        guard let entry = package.child("gen")?.child("data"),
            let bytes = package.bytes(of: entry, limit: YAMLDocument.sizeLimit + 1)
        else {
            findings.error(Self.file, "is not there; add it, with the commands that make the tests")
            return
        }
        guard bytes.count <= YAMLDocument.sizeLimit, let text = String(validating: bytes, as: UTF8.self) else {
            findings.error(Self.file, "must be UTF-8, and no larger than \(YAMLDocument.sizeLimit >> 10) KiB")
            return
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let line = line.drop(while: \.isWhitespace)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            if let problem = read(String(line), line: index + 1) {
                findings.error(Self.file, line: index + 1, problem)
            }
        }
        let count = sets.reduce(0) { $0 + $1.tests.count }
        if count > TreeLimits.files {
            findings.error(Self.file, "the subtasks have \(count) tests together; make fewer")
        }
    }

    /// Takes one line; says what is wrong with it.
    private mutating func read(_ text: String, line: Int) -> String? {
        // TPS has no shell read it: a `|` is an argument like others.
        guard let words = CommandWords(text, hasPipes: false)?.commands.first, let first = words.first else {
            return "is no command; close its quotes"
        }
        let rest = Array(words.dropFirst())
        switch first {
        case "@subtask", "@testset":
            guard let name = rest.first, rest.count == 1 else { return "\(first) needs one name" }
            guard !sets.contains(where: { $0.name == name }) else { return "the set \(name) stands twice; rename one" }
            sets.append(TestSet(name: name, isSubtask: first == "@subtask"))
        case "@include":
            for name in rest {
                guard let set = sets.dropLast().first(where: { $0.name == name }) else {
                    return "there is no set \(name) before this one; move it up"
                }
                for test in set.tests { sets[sets.count - 1].add(test) }
            }
        case _ where first.hasPrefix("@"): return "\(first) is not known; there are @subtask, @testset and @include"
        default:
            guard !sets.isEmpty else { return "a test stands before the first @subtask or @testset" }
            guard let source = source(first, rest) else { return "\(first) needs the name of one file" }
            sets[sets.count - 1].add(tests.count)
            tests.append(Test(source: source, line: line))
        }
        return nil
    }

    private func source(_ name: String, _ arguments: [String]) -> Source? {
        switch name {
        case "manual", "copy":
            guard let file = arguments.first, arguments.count == 1 else { return nil }
            return .file(name == "manual" ? "gen/manual/\(file)" : Self.path(file))
        default: return .command(name: name, arguments: arguments)
        }
    }

    /// The path below the package of a file that is named in the folder `gen`.
    private static func path(_ name: String) -> String {
        var parts = ["gen"]
        for part in name.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }
}
