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

    /// All of them by name.
    static let all = [
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
}
