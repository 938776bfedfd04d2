internal import Executions

/// A test of an execution as a client asks for it.
struct TestBody: Decodable {
    private var test = ExecutionTest()
    private var input: ContentBody?
    private var expected: ContentBody?
    private var checker: CheckerBody?

    private enum Key: String, CodingKey, CaseIterable {
        case name, stdin, arguments, checker
        case expectedOutput = "expected_output"
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.knownKeys(Key.self)
        try self.init(object, (.stdin, .arguments, .expectedOutput))
        test.name = try object.decodeIfPresent(String.self, forKey: .name) ?? ""
        checker = try object.decodeIfPresent(CheckerBody.self, forKey: .checker)
        guard let checker else { return }
        guard checker.program == nil else {
            throw DecodingError.dataCorruptedError(
                forKey: .checker, in: object,
                debugDescription: "cannot have sources; the checker of all tests stands beside them")
        }
        guard isExpecting || checker.name == nil else {
            throw DecodingError.dataCorruptedError(
                forKey: .checker, in: object, debugDescription: CheckerBody.nothing)
        }
    }

    /// The test that `object` says with these keys.
    init<Other: CodingKey>(
        _ object: KeyedDecodingContainer<Other>, _ keys: (stdin: Other, arguments: Other, expected: Other)
    ) throws {
        input = try object.decodeIfPresent(ContentBody.self, forKey: keys.stdin)
        expected = try object.decodeIfPresent(ContentBody.self, forKey: keys.expected)
        test.arguments = try object.decodeIfPresent([String].self, forKey: keys.arguments) ?? []
    }

    /// Whether it has arguments for a program that checks all tests.
    var needsProgram: Bool { checker?.isNameless ?? false }

    /// Whether there is an output that is expected.
    var isExpecting: Bool { expected != nil }

    /// The test as that of this number; files that were put before are noted.
    /// - Parameters:
    ///   - usual: what checks a test that names nothing.
    func test(_ index: Int, _ usual: CheckerBody?, _ stored: inout [StoredContent]) -> ExecutionTest {
        var test = test
        test.input = input?.bytes(at: .input(index), &stored) ?? []
        test.expectation = expectation(usual)
        if let expected { test.expectation?.output = expected.bytes(at: .output(index), &stored) }
        return test
    }

    private func expectation(_ usual: CheckerBody?) -> ExecutionTest.Expectation? {
        if checker?.name == nil, let usual, usual.program != nil {
            return ExecutionTest.Expectation(
                output: [], checker: nil, checkerArguments: checker?.arguments ?? usual.arguments)
        }
        guard isExpecting else { return nil }
        return ExecutionTest.Expectation(
            output: [], checker: checker?.name ?? usual?.name ?? CheckerBody.usual,
            checkerArguments: checker?.arguments ?? usual?.arguments ?? [])
    }
}

/// What checks outputs: the name of a checker that is here, or an object with its arguments, or a program with how it is called.
struct CheckerBody: Decodable, Sendable {
    /// What compares where nobody says it: blanks at the ends of lines and of the whole do not count.
    static let usual = "judge0.strip"
    /// Why a checker that is none is refused.
    static let nameless = "has neither a name nor a source"
    /// Why a checker by name is refused.
    static let nothing = "has nothing to compare with; give expected_output, too"

    /// A checker that is a program.
    struct Program: Sendable {
        private var sources: [NamedContent]
        private var language: String?
        private var convention: String?
        private var limits: ExecutionLimitsBody?

        fileprivate init(_ object: KeyedDecodingContainer<Key>) throws {
            language = try object.decodeIfPresent(String.self, forKey: .language)
            guard language != nil || object.contains(.sources) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .language, in: object,
                    debugDescription: "must be there, or sources with names that tell it")
            }
            sources = try ExecutionBody.sources(object, .source, .sources, in: language ?? "")
            convention = try object.decodeIfPresent(String.self, forKey: .convention)
            limits = try object.decodeIfPresent(ExecutionLimitsBody.self, forKey: .limits)
        }

        /// The checker; files that were put before are noted.
        func checker(_ stored: inout [StoredContent]) -> ExecutionChecker {
            var checker = ExecutionChecker(
                sources: sources.files(at: { .checkerSource($0) }, &stored), language: language)
            if let convention { checker.convention = convention }
            limits?.apply(to: &checker.limits)
            return checker
        }
    }

    /// Its name; nil: it is a program, or the one that checks all tests.
    private(set) var name: String?
    private(set) var arguments: [String] = []
    /// The program, where there are sources.
    private(set) var program: Program?

    /// Whether it says nothing but arguments.
    var isNameless: Bool { name == nil && program == nil }

    fileprivate enum Key: String, CodingKey, CaseIterable {
        case name, arguments, source, sources, language, convention, limits
    }

    init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            self.name = name
            return
        }
        let object = try decoder.knownKeys(Key.self)
        name = try object.decodeIfPresent(String.self, forKey: .name)
        arguments = try object.decodeIfPresent([String].self, forKey: .arguments) ?? []
        let own: [Key] = [.source, .sources, .language, .convention, .limits]
        guard let first = own.first(where: object.contains) else { return }
        guard name == nil else {
            throw DecodingError.dataCorruptedError(
                forKey: first, in: object, debugDescription: "cannot be there beside name; leave one out")
        }
        program = try Program(object)
    }
}
