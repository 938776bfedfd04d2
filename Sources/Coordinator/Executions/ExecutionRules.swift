import Checking
public import Executions
import PackageFiles
import Problems
public import Toolchains
public import Units

/// What executions a coordinator takes. A pure value.
public struct ExecutionRules: Sendable {
    /// The most files, tests and arguments of one test.
    private static let (mostFiles, mostTests, mostArguments) = (4096, 65_536, 1024)
    private static let mostSources = 256
    /// The most folders that files of one kind lie in.
    private static let mostFolders = 2048
    /// The most places that files by their hash may stand at.
    static let mostStored = 4096
    /// The most bytes of sources, and of arguments.
    private static let (mostSourceBytes, mostArgumentBytes) = (4 << 20, 64 << 10)

    /// What no execution may ask for more of.
    public var caps = ProgramLimits()
    /// All that one has: sources, files, inputs and expected outputs.
    public var largest = ByteCount.mebibytes(64)
    /// The languages that there are, whether a worker has them or not.
    public let languages: LanguageCatalog

    /// The rules for executions in `languages`.
    public init(languages: LanguageCatalog) {
        self.languages = languages
    }

    /// Checks all that can be checked before it is run.
    /// - Throws: ``DomainError`` (`invalid`) that names the first field that is wrong, and what to change.
    public func check(_ execution: Execution) throws(DomainError) {
        guard languages[execution.language] != nil else {
            throw DomainError(
                .invalid, "language: there is no language \(Self.quoted(execution.language))",
                advice: "the list of languages has all that there are")
        }
        try checkLimits(execution)
        try Self.checkPaths(execution.sources.map(\.name), "sources", 1...Self.mostSources)
        try Self.require(
            execution.sourceSize <= Self.mostSourceBytes,
            "sources: they have more than \(Self.mostSourceBytes >> 20) MiB in all")
        try Self.checkPaths(execution.files.map(\.name), "files", 0...Self.mostFiles)
        try Self.checkPaths(execution.wantedFiles, "wanted_files", 0...Self.mostFiles)
        try Self.checkArguments(execution.compilerArguments, "compiler_arguments")
        try Self.require(
            (1...Self.mostTests).contains(execution.tests.count),
            "tests: there are \(execution.tests.count), and 1 to \(Self.mostTests) are allowed")
        for (index, test) in execution.tests.enumerated() { try Self.check(test, "tests[\(index)]") }
        try checkChecker(execution)
        try Self.require(
            execution.size <= largest.bytes, "all sources, files and tests together have more than \(largest)")
    }

    private func checkLimits(_ execution: Execution) throws(DomainError) {
        let (limits, compilation) = (execution.limits, execution.compilation)
        try check(limits, "limits")
        try Self.require(
            compilation.cpuTime > .zero && compilation.memory.bytes > 0, "compile: each has to be more than 0")
        try Self.require(
            execution.extraCPUTime >= .zero && limits.cpuTime + execution.extraCPUTime <= caps.cpuTime,
            "limits: with the extra time they ask for more than \(caps.cpuTime.secondsText) of CPU time")
        try Self.require(
            execution.stack.map { $0.bytes > 0 } ?? true, "limits: the stack has to be more than 0")
        try Self.require(
            compilation.cpuTime <= caps.cpuTime && compilation.memory <= caps.memory,
            "compilation: it asks for more than \(caps.cpuTime.secondsText) of CPU time or \(caps.memory) of memory")
    }

    private func check(_ limits: ProgramLimits, _ field: String) throws(DomainError) {
        let excesses = caps.excesses(in: limits)
        try Self.require(excesses.isEmpty, "\(field): they ask for \(excesses.joined(separator: "; "))")
        try Self.require(
            limits.cpuTime > .zero && limits.wallTime > .zero && limits.memory.bytes > 0 && limits.output.bytes > 0
                && limits.processes > 0, "\(field): each has to be more than 0")
    }

    /// Whether the program that checks can be one, and has something to do. Whether it compiles, a worker finds out.
    private func checkChecker(_ execution: Execution) throws(DomainError) {
        guard let checker = execution.checker else {
            return try Self.require(
                !execution.usesChecker, "tests: one is to be checked by a program, and there is none in checker")
        }
        try Self.require(execution.usesChecker, "checker: there is no test that it checks")
        try Self.checkPaths(checker.sources.map(\.name), "checker.sources", 1...Self.mostSources)
        try Self.require(
            execution.checkerSize <= Self.mostSourceBytes,
            "checker.sources: they have more than \(Self.mostSourceBytes >> 20) MiB in all")
        let known = checker.language.map { languages[$0] } ?? languages.language(forFiles: checker.sources.map(\.name))
        guard known != nil else {
            throw DomainError(
                .invalid,
                checker.language.map { "checker.language: there is no language \(Self.quoted($0))" }
                    ?? "checker.sources: their names tell no language",
                advice: "give one of the list of languages as language")
        }
        guard CustomValidation.Convention(named: checker.convention) != nil else {
            throw DomainError(
                .invalid, "checker.convention: there is no convention \(Self.quoted(checker.convention))",
                advice: "there are \(CustomValidation.Convention.names.joined(separator: ", "))")
        }
        try check(checker.limits, "checker.limits")
    }

    private static func check(_ test: ExecutionTest, _ field: String) throws(DomainError) {
        try checkArguments(test.arguments, "\(field).arguments")
        guard let expected = test.expectation else { return }
        guard let name = expected.checker else {
            return try checkArguments(expected.checkerArguments, "\(field).checker.arguments")
        }
        do throws(CheckingError) {
            _ = try NativeChecker(name, arguments: expected.checkerArguments)
        } catch {
            throw DomainError(.invalid, "\(field).expected: \(error)")
        }
    }

    private static func checkPaths(_ names: [String], _ field: String, _ count: ClosedRange<Int>) throws(DomainError) {
        try require(
            count.contains(names.count),
            "\(field): there are \(names.count), and \(count.lowerBound) to \(count.upperBound) are allowed")
        var (files, folders) = (Set<TreePath>(), Set<String>())
        for name in names {
            guard let path = TreePath(name) else {
                throw DomainError(
                    .invalid, "\(field): \(quoted(name)) is no relative path of plain parts",
                    advice: "name files as data/in.txt, without . or .. and not from /")
            }
            try require(files.insert(path).inserted, "\(field): \(quoted(name)) is there twice")
            folders.formUnion(path.directories)
        }
        try require(
            folders.count <= mostFolders,
            "\(field): they lie in \(folders.count) folders, and at most \(mostFolders) are allowed")
        if let both = files.first(where: { folders.contains($0.text) }) {
            throw DomainError(.invalid, "\(field): \(quoted(both.text)) is a file and a folder")
        }
    }

    private static func checkArguments(_ arguments: [String], _ field: String) throws(DomainError) {
        try require(
            arguments.count <= mostArguments && arguments.reduce(0) { $0 + $1.utf8.count + 1 } <= mostArgumentBytes,
            "\(field): at most \(mostArguments), and \(mostArgumentBytes >> 10) KiB in all, are allowed")
        try require(!arguments.contains { $0.utf8.contains(0) }, "\(field): no argument may have a byte 0")
    }

    private static func require(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws(DomainError) {
        guard holds else { throw DomainError(.invalid, otherwise()) }
    }

    private static func quoted(_ name: String) -> String { name.truncated(to: 100).debugDescription }
}

extension Execution {
    /// The bytes of all that it has.
    var size: Int64 {
        let all = sources + files + (checker?.sources ?? [])
        let files = all.reduce(0) { $0 + $1.name.utf8.count + $1.bytes.count }
        let here = tests.reduce(files) {
            $0 + $1.input.count + ($1.expectation?.output.count ?? 0) + $1.name.utf8.count
        }
        return stored.reduce(Int64(here)) { $0 + $1.size.bytes }
    }

    /// The bytes of its sources.
    fileprivate var sourceSize: Int64 {
        size(of: sources) { if case .source = $0 { true } else { false } }
    }

    /// The bytes of its checker's sources.
    fileprivate var checkerSize: Int64 {
        size(of: checker?.sources ?? []) { if case .checkerSource = $0 { true } else { false } }
    }

    /// The bytes of files, with those that are stored and belong among them.
    private func size(of files: [ExecutionFile], where belongs: (StoredContent.Place) -> Bool) -> Int64 {
        let here = files.reduce(0) { $0 + $1.bytes.count }
        return stored.reduce(Int64(here)) { belongs($1.place) ? $0 + $1.size.bytes : $0 }
    }
}
