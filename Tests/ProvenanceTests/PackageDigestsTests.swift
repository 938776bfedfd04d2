import Checking
import Grading
import Problems
import Provenance
import SystemPackage
import Testing
import Units

/// What a package hashes to: each hash changes with all that it stands for, and with nothing else.
struct PackageDigestsTests {
    struct NoSuchFile: Error {}

    /// A package, whose files are known by their hashes.
    struct Package: Sendable {
        var problem: Problem
        /// What is in each file.
        var contents: [FilePath: UInt8]

        var digests: PackageDigests {
            get throws {
                try PackageDigests(problem) { path in
                    guard let byte = contents[path] else { throw NoSuchFile() }
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

    private static func program(_ name: String) -> Program {
        Program(
            name: name,
            files: ["a.c", "b.h"].map { SourceFile(path: FilePath("\(name)/\($0)"), name: $0) })
    }

    private static func package(_ validation: Validation) -> Package {
        let problem = Problem(
            root: "", shortName: "sum", timeLimit: .fixed(.seconds(1), source: "test"), validation: validation,
            graders: [program("graders/best")],
            testCases: ["sample/1", "secret/1"].map { name in
                TestCase(
                    name: name, input: FilePath("data/\(name).in"), answer: FilePath("data/\(name).ans"),
                    validatorArguments: ["case_sensitive"])
            })
        var contents: [FilePath: UInt8] = [:]
        let programs = [program("graders/best"), program("output_validators/check"), program("output_validators/deep")]
        let files = programs.flatMap(\.files).map(\.path) + problem.testCases.flatMap { [$0.input, $0.answer] }
        for (number, path) in files.enumerated() { contents[path] = UInt8(number) }
        return Package(problem: problem, contents: contents)
    }

    private static let compared = package(.standard(arguments: []))
    private static let checked = package(
        .custom(
            CustomValidation(validators: [program("output_validators/check"), program("output_validators/deep")])))

    /// A change of a package.
    struct Change: CustomTestStringConvertible, Sendable {
        var name: String
        var make: @Sendable (inout Package) -> Void
        var testDescription: String { name }

        init(_ name: String, _ make: @escaping @Sendable (inout Package) -> Void) {
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
        Change("scores") { $0.change { $0.givesScores = true } },
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
                package.problem.testCases[index].input = FilePath("else/\(index).in")
                package.contents[FilePath("else/\(index).in")] =
                    package.contents[FilePath("data/\(package.problem.testCases[index].name).in")]
            }
        },
        Change("the input validators' arguments") { $0.problem.testCases[0].inputValidatorArguments = ["x"] },
        Change("whether a file can be executed") { $0.problem.graders[0].files[0].isExecutable = true },
    ]

    @Test(arguments: ofTests) func testsCount(_ change: Change) throws {
        for package in [Self.compared, Self.checked] {
            var other = package
            change.make(&other)
            #expect(try other.digests.tests != package.digests.tests)
            #expect(try other.digests.checker == package.digests.checker)
        }
    }

    @Test(arguments: ofGraders) func gradersCount(_ change: Change) throws {
        for package in [Self.compared, Self.checked] {
            var other = package
            change.make(&other)
            #expect(try other.digests.checker != package.digests.checker)
            #expect(try other.digests.tests == package.digests.tests)
        }
    }

    @Test(arguments: ofValidators) func validatorsCount(_ change: Change) throws {
        var other = Self.checked
        change.make(&other)
        #expect(try other.digests.checker != Self.checked.digests.checker)
        #expect(try other.digests.tests == Self.checked.digests.tests)
    }

    @Test(arguments: ofNeither) func nothingElseCounts(_ change: Change) throws {
        for package in [Self.compared, Self.checked] {
            var other = package
            change.make(&other)
            #expect(try other.digests == package.digests)
        }
    }

    @Test func noTwoOfAllTheseChangesLookAlike() throws {
        let changes = Self.ofGraders + Self.ofValidators
        let checkers = try changes.map { change in
            var package = Self.checked
            change.make(&package)
            return try package.digests.checker
        }
        #expect(Set(checkers).count == changes.count)
    }

    @Test func aFileThatCannotBeHashedIsAnError() throws {
        var package = Self.compared
        package.contents["data/secret/1.ans"] = nil
        #expect(throws: NoSuchFile.self) { try package.digests }
    }

    @Test func theDefaultValidatorsDialectIsThatOfTheHomeSystem() {
        #expect(Self.compared.problem.dialect == .kattisLegacy)
    }
}
