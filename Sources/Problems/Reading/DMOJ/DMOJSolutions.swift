import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads the tests of DMOJ's own test suite, `tests/NAME/test.yml`: submissions, and what each must get.
struct DMOJSolutions {
    static let folder = "tests"
    /// The files of a test; the later ones, of more special systems, go before.
    static let files = ["test.yml", "test.posix.yml", "test.linux.yml"]

    private let package: LoadedPackage
    private let tests: [String]
    private let findings: Findings
    /// The submissions.
    private(set) var submissions: [Submission] = []
    /// The CPU time that they have; nil if there are none.
    private(set) var timeLimit: Duration?
    /// The memory that they have; nil if there are none.
    private(set) var memory: ByteCount?

    /// Reads what the package has of them.
    /// - Parameter tests: the names of the test cases, in order.
    init(_ package: LoadedPackage, tests: [String], findings: Findings) {
        self.package = package
        self.tests = tests
        self.findings = findings
        for folder in package.child(Self.folder)?.children ?? [] where folder.isFolder { read(folder) }
    }

    private mutating func read(_ folder: PackageEntry) {
        let mappings = Self.files.reversed().compactMap { name in
            folder.child(name).flatMap { file in
                findings.collect { () throws(Diagnostic) in try package.yaml(file, findings) }
            }
        }
        guard let first = mappings.first else { return }
        let node = DMOJNode(first, before: Array(mappings.dropFirst()))
        let isSkipped = findings.collect { () throws(Diagnostic) in try node["skip"]?.boolean() } ?? false
        guard !isSkipped else { return }
        let found: Found? = findings.collect { () throws(Diagnostic) in try self.found(node, in: folder) }
        guard let found else { return }
        take(found, of: folder)
    }

    /// What one test says.
    private struct Found {
        var submissions: [Submission]
        var timeLimit: Duration
        var memory: ByteCount
    }

    /// The most of all counts for all: a problem has one limit here.
    private mutating func take(_ found: Found, of folder: PackageEntry) {
        if let timeLimit, let memory, timeLimit != found.timeLimit || memory != found.memory {
            findings.warn(folder.location, "has other limits than a test before it; the greatest of all count")
        }
        timeLimit = max(timeLimit ?? .zero, found.timeLimit)
        memory = max(memory ?? ByteCount(0), found.memory)
        submissions += found.submissions
    }

    private func found(_ node: DMOJNode, in folder: PackageEntry) throws(Diagnostic) -> Found {
        func value(_ key: String) throws(Diagnostic) -> YAMLNode {
            if let value = node[key] { return value }
            throw Diagnostic(file: folder.location, message: "its test.yml has no \"\(key)\"; add it")
        }
        let name = try value("language").string()
        let seconds = try value("time").double()
        guard seconds >= 0.001, seconds <= 86_400 else {
            throw try value("time").error("must be a number of seconds from 0.001 to 86400")
        }
        let memory = ByteCount.kibibytes(Int64(try value("memory").integer(in: 1...1 << 30)))
        let expected = findings.oddities {
            findings.collect { () throws(Diagnostic) in try self.expected(node) } ?? ExpectedResult()
        }
        var submissions: [Submission] = []
        for source in try value("source").strings() {
            guard let entry = folder.child(source), let file = entry.file else {
                throw try value("source").error("names \(source), which is not beside it; add it")
            }
            submissions.append(
                Submission(
                    path: entry.location, sources: .inPackage([SourceFile(file, name: entry.name)]),
                    language: DMOJLanguage.id(of: name), expected: expected))
        }
        return Found(submissions: submissions, timeLimit: .decimalSeconds(seconds), memory: memory)
    }

    /// `expect` for all test cases, `cases` for some, which is a list or a mapping of their numbers.
    private func expected(_ node: DMOJNode) throws(Diagnostic) -> ExpectedResult {
        let all = try node["expect"].map { node throws(Diagnostic) in try Self.verdicts(node) } ?? [.accepted]
        var own: [Int: Set<Verdict>] = [:]
        if let cases = node["cases"] {
            if cases.isSequence {
                for (index, codes) in try cases.sequence().enumerated() { own[index + 1] = try Self.verdicts(codes) }
            } else {
                let mapping = try cases.mapping()
                for key in mapping.keys {
                    guard let number = Int(key) else { throw cases.error("must have numbers of test cases as keys") }
                    own[number] = try Self.verdicts(mapping.value(key))
                }
            }
        }
        if own.isEmpty {
            let isWhole = all == [.accepted] || all == [.compileError]
            return ExpectedResult(
                isWhole ? all : [], tests: isWhole || all.isEmpty ? [] : [ExpectedTests(permitted: all)])
        }
        let promises = tests.enumerated().compactMap { index, name -> ExpectedTests? in
            let permitted = own[index + 1] ?? all
            return permitted.isEmpty ? nil : NamePattern(name).map { ExpectedTests($0, permitted: permitted) }
        }
        return ExpectedResult([], tests: promises)
    }

    /// What DMOJ's codes mean here; empty: any verdict.
    private static func verdicts(_ node: YAMLNode) throws(Diagnostic) -> Set<Verdict> {
        var verdicts: Set<Verdict> = []
        for code in try node.strings() {
            switch code {
            case "AC": verdicts.insert(.accepted)
            case "WA": verdicts.formUnion([.wrongAnswer, .partial])
            case "TLE": verdicts.formUnion([.timeLimit, .idleLimit])
            case "MLE": verdicts.insert(.memoryLimit)
            case "OLE": verdicts.insert(.outputLimit)
            case "RTE", "IR": verdicts.formUnion([.runTimeError, .securityViolation, .memoryLimit])
            case "CE": verdicts.insert(.compileError)
            case "IE": verdicts.insert(.judgeError)
            // What DMOJ may skip is judged here for who asks for all test cases, and may get anything.
            case "SC", "*": return []
            default:
                throw node.error("has the code \(code); there are AC, WA, TLE, MLE, OLE, RTE, IR, CE, IE, SC and *")
            }
        }
        return verdicts
    }
}
