/// A checker that needs no program: one of those that judging systems bring along, rebuilt here and known by its name.
///
/// ```swift
/// let checker = try NativeChecker("testlib.rcmp6")
/// let result = checker.check(output: output, answer: answer)
/// ```
///
/// Each decides as its home does, to the byte: what is a token, a line, a number, and what an error on the border of a
/// tolerance is. Numbers of testlib, DMOJ and SandboxFusion are `double`, computed in their order of operations;
/// LiveCodeBench's are exact. Keys among DMOJ's arguments that DMOJ would pass over are refused; a line that is no UTF-8
/// is never a number for the two harnesses. No checker reads the test case's input. Time grows linearly with the texts,
/// but for the checkers that sort.
public struct NativeChecker: Sendable {
    /// The checker's name: its home, a dot, and what it is called there; or a dialect of the default validator.
    public let name: String
    private let rule: NativeRule

    /// The checker of that name.
    /// - Parameters:
    ///   - name: One of ``names``.
    ///   - arguments: What the home's configuration gives the checker: flags for a default validator, one mapping in JSON
    ///     or YAML for DMOJ's checkers (in one text or in several, which are joined with spaces), nothing for the others.
    /// - Throws: ``CheckingError`` with ``CheckingError/Code/unknownChecker``, or with
    ///   ``CheckingError/Code/badArgument`` if the arguments are not the checker's.
    public init(_ name: String, arguments: [String] = []) throws(CheckingError) {
        self.name = name
        if let dialect = Dialect(rawValue: name) {
            rule = .defaultValidator(try DefaultValidator(dialect: dialect, arguments: arguments))
        } else if let dmoj = DMOJChecker(rawValue: name) {
            rule = try dmoj.rule(arguments)
        } else if name == HydroQuestion.name {
            guard arguments.count <= 1 else {
                throw CheckingError(.badArgument, "\(name) takes one argument, the key of the question")
            }
            rule = .question(HydroQuestion(key: arguments.first ?? "1"))
        } else if let fixed = FixedChecker.all[name] {
            guard arguments.isEmpty else {
                throw CheckingError(.badArgument, "\(name) takes no arguments; leave out \(arguments[0])")
            }
            rule = fixed.rule
        } else {
            throw CheckingError(
                .unknownChecker, "no checker is called \(name); there are " + Self.names.joined(separator: ", "))
        }
    }

    /// Compares an output with the judge's answer.
    /// - Returns: What the output is worth. The fault of an answer that the checker cannot read is the judge's.
    public func check(output: [UInt8], answer: [UInt8]) -> CheckerResult {
        rule.check(ComparedTexts(answer: answer, output: output))
    }

    /// The names of all checkers, home by home.
    public static let names: [String] =
        Dialect.allCases.map(\.rawValue)
        + (DMOJChecker.allCases.map(\.rawValue) + FixedChecker.all.keys + [HydroQuestion.name]).sorted()

    /// What a checker compares, in one line; nil if there is no such checker.
    public static func summary(of name: String) -> String? {
        if Dialect(rawValue: name) != nil {
            return "tokens in any case, or numbers within a tolerance; flags change that"
        }
        if name == HydroQuestion.name { return HydroQuestion.summary }
        return DMOJChecker(rawValue: name)?.summary ?? FixedChecker.all[name]?.summary
    }
}
