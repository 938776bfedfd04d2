internal import Coordinator
internal import Kernel
internal import PackageFiles
internal import Problems
internal import Storage
internal import Synchronization
internal import Toolchains
internal import Units

/// The inputs of a problem's test cases, looked at by the package's own validators on the fleet.
extension Library {
    static let validate: Action = "library.validate"

    /// How many inputs one request has looked at, how many bytes they have together, and how large a validator's file is.
    private static let (mostInputs, mostBytes, largestSource) = (200, Int64(24 << 20), 1 << 20)

    var validatingRoutes: [Route] {
        [
            Route(
                .post, "api/v1/testcases/validate", Self.read,
                "Has the input validators of a problem look at its test cases."
            ) { try await self.validate($0) }
        ]
    }

    private func validate(_ request: RouteRequest) async throws -> RouteAnswer {
        let wanted: LibraryBody.Wanted = try request.decoded()
        guard let id = EntityID(wanted.problem) else { throw LibraryProblem.unknown }
        let problem = try await problem(id, seenBy: request.actor)
        try services.require(request.actor, Self.validate, to: problem.subject(id))
        guard let version = problem.latest else { throw LibraryProblem.unknown }
        let runner = try self.runner.get()
        let package = try await open(version.package)
        let (tests, next) = try Self.chosen(wanted, of: package.problem)
        let inputs = try await inputs(of: tests)
        var answer = LibraryBody.Validation(version: version.number, inputs: tests.count, next: next)
        for validator in package.problem.inputValidators {
            guard let language = Self.language(of: validator, runner.languages), validator.preamble.isEmpty else {
                answer.left.append(validator.name)
                continue
            }
            let question = InputQuestion(
                validator, sources: try await sources(of: validator), tests: inputs, of: package.problem, in: language)
            answer.validators.append(validator.name)
            answer.findings += question.findings(try await runner.run(question.execution))
        }
        guard !answer.validators.isEmpty else {
            throw DomainError(
                .wrongState, "the package has no input validator that can be asked here",
                advice: "add one in a language that the fleet has")
        }
        return try RouteAnswer(answer)
    }

    /// The test cases that are looked at, and behind which name it goes on.
    private static func chosen(
        _ wanted: LibraryBody.Wanted, of problem: Problem
    ) throws(DomainError) -> (tests: [TestCase], next: String?) {
        var all = problem.testCases.filter { $0.staticArguments == nil }[...]
        if let names = wanted.names {
            let known = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }
            guard names.allSatisfy({ known[$0] != nil }) else { throw TestFiles.unknown }
            all = names.compactMap { known[$0] }[...]
        }
        if let cursor = wanted.cursor {
            guard let last = all.firstIndex(where: { $0.name == cursor }) else {
                throw DomainError(.invalid, "the cursor is not one that an answer ended with")
            }
            all = all[(last + 1)...]
        }
        var (tests, size) = ([TestCase](), Int64(0))
        for test in all.prefix(mostInputs) {
            size += test.input.size.bytes
            guard size <= mostBytes else { break }
            tests.append(test)
        }
        guard !tests.isEmpty else {
            throw DomainError(
                .invalid, "there is no test case to look at", advice: "look at larger ones where the package is made")
        }
        return (tests, tests.count < all.count ? tests.last?.name : nil)
    }

    private func inputs(of tests: [TestCase]) async throws -> [(test: TestCase, input: [UInt8])] {
        var inputs: [(test: TestCase, input: [UInt8])] = []
        for test in tests { inputs.append((test, try await content(test.input, atMost: Int(Self.mostBytes)))) }
        return inputs
    }

    private func sources(of validator: Program) async throws -> [[UInt8]] {
        var sources: [[UInt8]] = []
        for file in validator.files { sources.append(try await content(file.file, atMost: Self.largestSource)) }
        return sources
    }

    /// The content of a file of a package.
    func content(_ file: PackageFile, atMost limit: Int) async throws -> [UInt8] {
        guard let hash = file.hash.flatMap({ ContentHash(bytes: $0) }) else { return [] }
        guard file.size.bytes <= limit else {
            throw DomainError(.exhausted, "\(file.path.text) has \(file.size), which is too much to be looked at here")
        }
        return try await desk.get().bytes(of: hash, atMost: limit)
    }

    private static func language(of program: Program, _ languages: LanguageCatalog) -> Language? {
        program.language.map { languages[$0] } ?? languages.language(forFiles: program.files.map(\.name))
    }
}
