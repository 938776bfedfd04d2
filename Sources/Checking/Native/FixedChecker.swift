/// The checkers that have no arguments.
struct FixedChecker: Sendable {
    let summary: String
    let rule: NativeRule

    private init(_ summary: String, _ rule: NativeRule) {
        self.summary = summary
        self.rule = rule
    }

    private init(_ summary: String, _ rule: TestlibRule) {
        self.init(summary, .testlib(rule))
    }

    private init(_ summary: String, _ format: LineFormat, _ match: LineMatch = .bytes, ignoresEmptyEnd: Bool = false) {
        self.init(summary, .lines(LineRule(format: format, match: match, ignoresEmptyEnd: ignoresEmptyEnd)))
    }

    /// All of them by name.
    static let all = testlib.merging(others) { first, _ in first }

    private static let testlib = [
        "testlib.acmp": FixedChecker("one number, absolute error 1.5e-6", .one(.real(.within(1.5e-6)))),
        "testlib.caseicmp": FixedChecker("\"Case i: n\", one integer of 64 bits each", .cases(.integer)),
        "testlib.casencmp": FixedChecker("\"Case i: …\", integers of 64 bits each", .cases(.integers)),
        "testlib.casewcmp": FixedChecker("\"Case i: …\", tokens each", .cases(.words)),
        "testlib.dcmp": FixedChecker("one number, absolute or relative error 1e-6", .one(.real(.withinEither(1e-6)))),
        "testlib.fcmp": FixedChecker("lines", .lines),
        "testlib.hcmp": FixedChecker("one integer of any size", .one(.hugeInteger)),
        "testlib.icmp": FixedChecker("one integer of 32 bits", .one(.integer(.int32))),
        "testlib.lcmp": FixedChecker("lines of tokens", .lineWords),
        "testlib.ncmp": FixedChecker("integers of 64 bits", .sequence(.integer(.int64))),
        "testlib.nyesno": FixedChecker("YES or NO in any case, many", .sequence(.yesNo)),
        "testlib.pointscmp": FixedChecker("one number; the distance is the points", .distance),
        "testlib.rcmp": FixedChecker("one number, absolute error 1.5e-6", .one(.real(.within(1.5e-6)))),
        "testlib.rcmp4": FixedChecker("numbers, absolute or relative error 1e-4", .asMany(.real(.withinEither(1e-4)))),
        "testlib.rcmp6": FixedChecker("numbers, absolute or relative error 1e-6", .asMany(.real(.withinEither(1e-6)))),
        "testlib.rcmp9": FixedChecker("numbers, absolute or relative error 1e-9", .asMany(.real(.withinEither(1e-9)))),
        "testlib.rncmp": FixedChecker("numbers, absolute error 1.5e-5", .asMany(.real(.within(1.5e-5)))),
        "testlib.uncmp": FixedChecker("integers of 64 bits in any order", .unorderedIntegers),
        "testlib.wcmp": FixedChecker("tokens", .sequence(.word)),
        "testlib.yesno": FixedChecker("YES or NO in any case", .one(.yesNo)),
    ]

    private static let others = [
        "cms.whitediff": FixedChecker(
            "lines of tokens, blank lines at the end left out", LineFormat(lineEnd: .c, trimsBeginning: true),
            .words(.c), ignoresEmptyEnd: true),
        "exact": FixedChecker("equal bytes", LineFormat(keepsEmptyEnd: true)),
        "hydro.default": FixedChecker(
            "lines without blanks at their ends, empty lines at the end left out",
            LineFormat(textEnd: Blanks("\r\n"), lineEnd: Blanks(" \t\r"))),
        "hydro.strict": FixedChecker("lines, with \\n or \\r\\n at their ends", LineFormat(lineEnd: Blanks("\r"))),
        "judge0.strip": FixedChecker(
            "lines without blanks at their ends, blank lines at the end left out",
            LineFormat(textEnd: .ruby, lineEnd: .ruby)),
        "livecodebench.stdio": FixedChecker(
            "lines, of text or of exact decimal numbers",
            LineFormat(textEnd: .python, lineEnd: .python, trimsBeginning: true, keepsEmptyEnd: true), .decimals),
        "openr1.lines": FixedChecker(
            "lines without blanks around them; those that one of the two has and the other has not do not count",
            .lines(
                LineRule(
                    format: LineFormat(lineEnd: .python, trimsBeginning: true, keepsEmptyEnd: true),
                    comparesShorter: true))),
        "qduoj.md5": FixedChecker(
            "equal bytes, blanks at the end left out", LineFormat(textEnd: .c, keepsEmptyEnd: true)),
        "sandboxfusion.stdio": FixedChecker(
            "lines in any case, or one number on a line, relative error 1e-5",
            LineFormat(textEnd: .python, lineEnd: .python, trimsBeginning: true, keepsEmptyEnd: true),
            .lowercasedOrNear),
        "syzoj.default": FixedChecker(
            "lines of tokens, with blanks before the first one or none, blank lines left out",
            .textLines(
                LineRule(
                    format: LineFormat(lineEnd: .c, dropsBlank: true), match: .indentedWords(.c)))),
        "verl.stdout": FixedChecker(
            "equal bytes, line feeds at the end left out", LineFormat(textEnd: Blanks("\n"), keepsEmptyEnd: true)),
    ]
}
