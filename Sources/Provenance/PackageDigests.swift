public import Checking
public import PackageFiles
public import Problems

/// What of a package decides what is found of a submission, as hashes.
public struct PackageDigests: Hashable, Sendable {
    /// Of each test case, in the order of judging: its name, the SHA-256 of its input and of its answer, and the list of the
    /// output validator's arguments. In formats where a test case has more to it: what a checker may give, the list of the
    /// static validator's arguments, the list of the program's, and the list of files beside it, each a name and the SHA-256 of its bytes.
    public let tests: ContentDigest
    /// Of the text `default` and the name of the dialect, where the default validator compares; else of `custom`, when the
    /// validators see the output (`after` or `interactive`), how many passes there may be (0: no more than one is asked
    /// for), whether they give scores (0 or 1), and the list of validators; by other conventions than the ICPC's also of
    /// the convention's name, whether points are hundredths (0 or 1), if it is not `testlib` the lists of a checker's and an
    /// interactor's arguments, and a list with the interactor, if there is one; with a manager of how many processes there are and
    /// how they talk. Then, in both cases, the list of graders. Of a
    /// program: its name, and the list of its files, each a name and the SHA-256 of its bytes; if the package says it, the id of its
    /// language, the list of its compiler's flags, and its preamble.
    /// Then, if there is one, a list with the static validator; the text `two steps`, if submissions run in these; where submissions are answers, the list of what they may be called. Last, if there are constants, the list of their names and values, by name.
    public let checker: ContentDigest
    /// What ``checker`` is where the package is judged in the ways of another system than its home; empty where that does not
    /// change it.
    public let checkers: [HomeSystem: ContentDigest]

    /// The digests of `problem`.
    /// - Parameter hashing: gives the SHA-256 of a file that does not name its own.
    /// - Throws: what `hashing` throws.
    public init<Failure: Error>(
        _ problem: Problem, hashing: (PackageFile) throws(Failure) -> ContentDigest
    ) throws(Failure) {
        let digest = { (file: PackageFile) throws(Failure) -> ContentDigest in
            if let known = file.hash.flatMap({ ContentDigest(bytes: $0) }) { return known }
            return try hashing(file)
        }
        tests = try Self.tests(problem.testCases, digest)
        checker = try Self.checker(of: problem, digest)
        var checkers: [HomeSystem: ContentDigest] = [:]
        if case .standard = problem.validation {
            for home in HomeSystem.dialects {
                var other = problem
                other.home = home
                checkers[home] = try Self.checker(of: other, digest)
            }
        }
        self.checkers = checkers
    }

    private static func tests<Failure: Error>(
        _ tests: [TestCase], _ file: (PackageFile) throws(Failure) -> ContentDigest
    ) throws(Failure) -> ContentDigest {
        var hash = PartsHash()
        for test in tests {
            hash.add(test.name)
            hash.add(try file(test.input).bytes)
            hash.add(try file(test.answer).bytes)
            hash.add(test.validatorArguments)
            guard test.checkerPoints != nil || !test.arguments.isEmpty || !test.files.isEmpty else { continue }
            hash.add(test.checkerPoints.map { "\($0)" } ?? "as the package says")
            hash.add(test.staticArguments ?? [])
            hash.add(test.arguments)
            hash.add(test.files.count)
            for source in test.files {
                hash.add(source.name)
                hash.add(try file(source.file).bytes)
            }
        }
        return hash.digest
    }

    private static func checker<Failure: Error>(
        of problem: Problem, _ file: (PackageFile) throws(Failure) -> ContentDigest
    ) throws(Failure) -> ContentDigest {
        var hash = PartsHash()
        switch problem.validation {
        case .standard:
            hash.add("default")
            hash.add(problem.dialect.rawValue)
        case .native(let checker, _):
            hash.add("native")
            hash.add(checker)
        case .custom(let custom):
            hash.add("custom")
            hash.add(custom.exchange == .interactive ? "interactive" : "after")
            hash.add(custom.passes ?? 0)
            hash.add(custom.givesScores ? 1 : 0)
            try hash.add(custom.validators, file)
            guard case .checker(let convention) = custom.convention else { break }
            hash.add(convention.answer.rawValue)
            hash.add(convention.pointsArePercent ? 1 : 0)
            if convention.answer != .testlib {
                hash.add(convention.checkerArguments)
                hash.add(convention.interactorArguments)
            }
            try hash.add(custom.interactor.map { [$0] } ?? [], file)
            if let processes = custom.processes {
                hash.add(processes.count)
                hash.add(processes.streams.rawValue)
            }
        }
        try hash.add(problem.graders, file)
        if let program = problem.staticValidator { try hash.add([program], file) }
        if problem.hasTwoSteps { hash.add("two steps") }
        if !problem.runs.isEmpty { hash.add(problem.runs.map(\.rawValue)) }
        if problem.takesAnswers { hash.add(problem.testCases.flatMap(\.answerNames)) }
        let constants = problem.constants.values.sorted { $0.key < $1.key }
        if !constants.isEmpty { hash.add(constants.flatMap { [$0.key, $0.value] }) }
        return hash.digest
    }
}

extension PartsHash {
    fileprivate mutating func add<Failure: Error>(
        _ programs: [Program], _ file: (PackageFile) throws(Failure) -> ContentDigest
    ) throws(Failure) {
        add(programs.count)
        for program in programs {
            add(program.name)
            add(program.files.count)
            for source in program.files {
                add(source.name)
                add(try file(source.file).bytes)
            }
            guard program.language != nil || !program.compilerFlags.isEmpty || !program.preamble.isEmpty else {
                continue
            }
            add(program.language ?? "")
            add(program.compilerFlags)
            add(program.preamble)
        }
    }
}

extension Problem {
    /// Whose default validator decides, where the package has none of its own: that of its home. Packages of other systems than the
    /// first three always have a checker of their own, or name one that their home brings along.
    public var dialect: Dialect {
        switch home {
        case .kattis: .kattisLegacy
        case .domjudge: .domjudge
        case .icpc, .polygon, .dmoj, .cms, .libraryChecker, .hydro, .uoj, .syzoj: .icpc
        }
    }
}
