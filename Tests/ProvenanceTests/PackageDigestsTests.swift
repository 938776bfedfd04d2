import Checking
import Grading
import PackageFiles
import Problems
import Provenance
import Testing
import Units

/// What a package hashes to: each hash changes with all that it stands for, and with nothing else.
struct PackageDigestsTests {
    struct NoSuchFile: Error {}

    /// A package, whose files are known by their hashes.
    struct Package: Sendable {
        var problem: Problem
        /// What is in each file.
        var contents: [String: UInt8]

        var digests: PackageDigests {
            get throws {
                try PackageDigests(problem) { file in
                    guard let byte = contents[file.path.text] else { throw NoSuchFile() }
                    return try #require(ContentDigest(bytes: [UInt8](repeating: byte, count: 32)))
                }
            }
        }

        mutating func change(_ change: (inout CustomValidation) -> Void) {
            guard case .custom(var custom) = problem.validation else { return }
            change(&custom)
            problem.validation = .custom(custom)
        }
    }

    private static func file(_ path: String, isExecutable: Bool = false, hash: [UInt8]? = nil) throws -> PackageFile {
        PackageFile(path: try #require(TreePath(path)), size: ByteCount(1), isExecutable: isExecutable, hash: hash)
    }

    private static func program(_ name: String) throws -> Program {
        Program(
            name: name,
            files: try ["a.c", "b.h"].map { SourceFile(try file("\(name)/\($0)"), name: $0) })
    }

    private static func package(_ validation: Validation) throws -> Package {
        let problem = Problem(
            shortName: "sum", timeLimit: .fixed(.seconds(1), source: "test"), validation: validation,
            graders: [try program("graders/best")],
            testCases: try ["sample/1", "secret/1"].map { name in
                TestCase(
                    name: name, input: try file("data/\(name).in"), answer: try file("data/\(name).ans"),
                    validatorArguments: ["case_sensitive"])
            })
        var contents: [String: UInt8] = [:]
        let programs = try ["graders/best", "output_validators/check", "output_validators/deep"].map(program)
        let files = programs.flatMap(\.files).map(\.file) + problem.testCases.flatMap { [$0.input, $0.answer] }
        for (number, file) in files.enumerated() { contents[file.path.text] = UInt8(number) }
        return Package(problem: problem, contents: contents)
    }

    private static var compared: Package { get throws { try package(.standard(arguments: [])) } }
    private static var checked: Package {
        get throws {
            let validators = try ["check", "deep"].map { try program("output_validators/\($0)") }
            return try package(.custom(CustomValidation(validators: validators)))
        }
    }

    /// A change of a package.
    struct Change: CustomTestStringConvertible, Sendable {
        var name: String
        var make: @Sendable (inout Package) throws -> Void
        var testDescription: String { name }

        init(_ name: String, _ make: @escaping @Sendable (inout Package) throws -> Void) {
            self.name = name
            self.make = make
        }
    }

    static let ofTests: [Change] = [
        Change("a name") { $0.problem.testCases[1].name = "secret/2" },
        Change("an input") { $0.contents["data/secret/1.in"] = 99 },
        Change("an answer") { $0.contents["data/secret/1.ans"] = 99 },
        Change("an argument") { $0.problem.testCases[1].validatorArguments = ["space_change_sensitive"] },
        Change("one more argument") { $0.problem.testCases[1].validatorArguments.append("x") },
        Change("an argument in two") { $0.problem.testCases[1].validatorArguments = ["case_", "sensitive"] },
        Change("a program's argument") { $0.problem.testCases[1].arguments = ["x"] },
        Change("a static validator's argument") { package in
            package.problem.testCases[1].checkerPoints = CheckerPoints.none
            package.problem.testCases[1].staticArguments = ["x"]
        },
        Change("a checker's points") { $0.problem.testCases[1].checkerPoints = .upTo(Score(3)) },
        Change("more of a checker's points") { $0.problem.testCases[1].checkerPoints = .upTo(Score(4)) },
        Change("a file beside it") { package in
            package.problem.testCases[1].files = [SourceFile(package.problem.testCases[1].input, name: "a")]
        },
        Change("the file's name") { package in
            package.problem.testCases[1].files = [SourceFile(package.problem.testCases[1].input, name: "b")]
        },
        Change("the order") { $0.problem.testCases.reverse() },
        Change("one less") { $0.problem.testCases.removeLast() },
    ]

    static let ofGraders: [Change] = [
        Change("no grader") { $0.problem.graders = [] },
        Change("a grader's name") { $0.problem.graders[0].name = "graders/worst" },
        Change("a grader's bytes") { $0.contents["graders/best/a.c"] = 99 },
    ]

    static let ofValidators: [Change] = [
        Change("the default validator") { $0.problem.validation = .standard(arguments: []) },
        Change("the exchange") { $0.change { $0.exchange = .interactive } },
        Change("passes") { $0.change { $0.passes = 2 } },
        Change("more passes") { $0.change { $0.passes = 3 } },
        Change("a static validator") { package in
            guard case .custom(let custom) = package.problem.validation else { return }
            package.problem.staticValidator = custom.validators[0]
        },
        Change("a constant") { $0.problem.constants.values["a"] = "1" },
        Change("a constant's value") { $0.problem.constants.values["a"] = "2" },
        Change("scores") { $0.change { $0.givesScores = true } },
        Change("testlib's conventions") {
            $0.change { $0.convention = .checker(CheckerConvention(.testlib, pointsArePercent: false)) }
        },
        Change("hundredths") {
            $0.change { $0.convention = .checker(CheckerConvention(.testlib, pointsArePercent: true)) }
        },
        Change("an interactor") { package in
            package.change { custom in
                custom.convention = .checker(CheckerConvention(.testlib, pointsArePercent: true))
                custom.interactor = custom.validators[0]
            }
        },
        Change("an interactor's processes") { package in
            package.change { custom in
                custom.convention = .checker(CheckerConvention(.testlib, pointsArePercent: true))
                custom.interactor = custom.validators[0]
                custom.processes = ManagedProcesses(2, over: .named)
            }
        },
        Change("two steps") { $0.problem.hasTwoSteps = true },
        Change("two runs") { $0.problem.runs = [.alone, .alone] },
        Change("two runs, one with the interactor") { $0.problem.runs = [.withInteractor, .alone] },
        Change("a validator's name") { $0.change { $0.validators[0].name = "output_validators/other" } },
        Change("a file's name") { $0.change { $0.validators[0].files[1].name = "c.h" } },
        Change("a file's bytes") { $0.contents["output_validators/check/b.h"] = 99 },
        Change("one file less") { $0.change { $0.validators[1].files.removeLast() } },
        Change("one validator less") { $0.change { $0.validators.removeLast() } },
        Change("a file that moves from one validator to the next") {
            $0.change { $0.validators[1].files.insert($0.validators[0].files.removeLast(), at: 0) }
        },
    ]

    static let ofNeither: [Change] = [
        Change("the package's name") { $0.problem.shortName = "other" },
        Change("the limits") { $0.problem.limits.memory = .mebibytes(1) },
        Change("the time limit") { $0.problem.timeLimit = .fixed(.seconds(9), source: "test") },
        Change("the languages") { $0.problem.languages = ["c"] },
        Change("where the files lie") { package in
            for index in package.problem.testCases.indices {
                package.problem.testCases[index].input = try file("else/\(index).in")
                package.contents["else/\(index).in"] =
                    package.contents["data/\(package.problem.testCases[index].name).in"]
            }
        },
        Change("the input validators' arguments") { $0.problem.testCases[0].inputValidatorArguments = ["x"] },
        Change("whether a file can be executed") {
            $0.problem.graders[0].files[0].file = try file("graders/best/a.c", isExecutable: true)
        },
    ]

    @Test("The hash that a file brings along counts, and such a file is not read") func knownHashes() throws {
        var package = try Self.compared
        let known = try #require(package.problem.testCases.first?.input)
        let byte = try #require(package.contents[known.path.text])
        package.contents[known.path.text] = nil
        #expect(throws: NoSuchFile.self) { try package.digests }
        package.problem.testCases[0].input = try Self.file(known.path.text, hash: [UInt8](repeating: byte, count: 32))
        #expect(try package.digests == Self.compared.digests)
        // What is no SHA-256 is no hash.
        package.problem.testCases[0].input = try Self.file(known.path.text, hash: [byte])
        #expect(throws: NoSuchFile.self) { try package.digests }
    }

    @Test(arguments: ofTests) func testsCount(_ change: Change) throws {
        for package in [try Self.compared, try Self.checked] {
            var other = package
            try change.make(&other)
            #expect(try other.digests.tests != package.digests.tests)
            #expect(try other.digests.checker == package.digests.checker)
        }
    }

    @Test(arguments: ofGraders) func gradersCount(_ change: Change) throws {
        for package in [try Self.compared, try Self.checked] {
            var other = package
            try change.make(&other)
            #expect(try other.digests.checker != package.digests.checker)
            #expect(try other.digests.tests == package.digests.tests)
        }
    }

    @Test(arguments: ofValidators) func validatorsCount(_ change: Change) throws {
        var other = try Self.checked
        try change.make(&other)
        #expect(try other.digests.checker != Self.checked.digests.checker)
        #expect(try other.digests.tests == Self.checked.digests.tests)
    }

    @Test(arguments: ofNeither) func nothingElseCounts(_ change: Change) throws {
        for package in [try Self.compared, try Self.checked] {
            var other = package
            try change.make(&other)
            #expect(try other.digests == package.digests)
        }
    }

    @Test func noTwoOfAllTheseChangesLookAlike() throws {
        let changes = Self.ofGraders + Self.ofValidators
        let checkers = try changes.map { change in
            var package = try Self.checked
            try change.make(&package)
            return try package.digests.checker
        }
        #expect(Set(checkers).count == changes.count)
    }

    @Test func aFileThatCannotBeHashedIsAnError() throws {
        var package = try Self.compared
        package.contents["data/secret/1.ans"] = nil
        #expect(throws: NoSuchFile.self) { try package.digests }
    }

    @Test func theDefaultValidatorsDialectIsThatOfTheHomeSystem() throws {
        var problem = try Self.compared.problem
        #expect(problem.home == .kattis && problem.dialect == .kattisLegacy)
        problem.home = .domjudge
        #expect(problem.dialect == .domjudge)
    }
}
