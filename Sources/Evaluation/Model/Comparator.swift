public import Checking

/// How an output is compared with the right one: a checker that needs no program, and what it is told.
public struct Comparator: Hashable, Sendable {
    /// The checker's name.
    public let checker: String
    /// What it is told.
    public let arguments: [String]

    /// The checker of that name.
    /// - Parameters:
    ///   - name: one of those of `verdict check --list`, or one of ``aliases``.
    ///   - arguments: what it is told; of an alias, after what that one says itself.
    /// - Throws: `CheckingError` if there is no such checker, or the arguments are not its.
    public init(_ name: String, arguments: [String] = []) throws(CheckingError) {
        let alias = Self.aliases[name]
        checker = alias?.checker ?? name
        self.arguments = (alias?.arguments ?? []) + arguments
        _ = try NativeChecker(checker, arguments: self.arguments)
    }

    private init(known checker: String, _ arguments: [String] = []) {
        self.checker = checker
        self.arguments = arguments
    }

    /// What evaluation harnesses compare by, by names that say what it is.
    static let aliases: [String: Comparator] = [
        "exact": Comparator(known: "exact"),
        "rstrip_newline": Comparator(known: "verl.stdout"),
        "line_rstrip": Comparator(known: "judge0.strip"),
        "lines_strip_ci_float": .sandboxFusion,
        "lines_zip": Comparator(known: "openr1.lines"),
        "lcb_decimal": .liveCodeBench,
        "token": .tokens,
        "token_float": Comparator(known: "kattis-legacy", ["case_sensitive", "float_tolerance", "1e-6"]),
    ]

    /// Equal tokens.
    static let tokens = Comparator(known: "testlib.wcmp")
    /// As LiveCodeBench compares.
    static let liveCodeBench = Comparator(known: "livecodebench.stdio")
    /// As SandboxFusion compares.
    static let sandboxFusion = Comparator(known: "sandboxfusion.stdio")
    /// Equal tokens, or numbers as near as `numpy.allclose` asks, by which APPS compares.
    static let nearTokens = Comparator(
        known: "kattis-legacy",
        ["case_sensitive", "float_relative_tolerance", "1e-5", "float_absolute_tolerance", "1e-8"])
}
