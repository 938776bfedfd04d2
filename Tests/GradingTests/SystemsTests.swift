import Grading
import Testing

/// One row for each way in which judging systems make a result of test cases, and what it says of some results.
struct SystemsTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var system: String
        var groups: [TestGroup]
        /// The results of the test cases and the grade of the whole, then those of the groups.
        var cases: [(results: String, grade: String)]

        var testDescription: String { system }
    }

    @Test("Each system's rule is an instance of the model", arguments: rows)
    func row(_ row: Row) throws {
        let tree = try GroupTree(row.groups)
        for (results, expected) in row.cases {
            var grader = Grader(tree)
            for (test, word) in results.split(separator: " ").enumerated() where grader.matters(test) {
                grader.record(try #require(Self.outcome(word)), of: test)
            }
            let grade = try #require(grader.grade, "\(results) leaves something open")
            #expect(grade.groups.map(GraderTests.text).joined(separator: " | ") == expected, "for \(results)")
        }
    }

    /// `WA`, `AC:7` with seven points, `PC:40%` with a part of its own.
    private static func outcome(_ word: Substring) -> TestOutcome? {
        let parts = word.split(separator: ":")
        guard let verdict = Verdict(rawValue: String(parts[0])) else { return nil }
        guard parts.count == 2 else { return TestOutcome(verdict) }
        if parts[1].hasSuffix("%") {
            guard let part = Score(parsing: parts[1].dropLast()) else { return nil }
            return TestOutcome(verdict, points: .part(part / Score(100)))
        }
        guard let score = Score(parsing: parts[1]) else { return nil }
        return TestOutcome(verdict, points: .score(score))
    }

    private static func whole(_ rule: GroupRule, tests: Int) -> [TestGroup] {
        [TestGroup(name: "", members: [.tests(0..<tests)], rule: rule)]
    }

    private static func sum(
        of groups: [TestGroup], verdict: VerdictRule = .first, stop: GroupRule.Stop = .never
    ) -> [TestGroup] {
        let members = groups.indices.map { TestGroup.Member.group($0 + 1) }
        return [
            TestGroup(name: "", members: members, rule: GroupRule(verdict: verdict, aggregate: .sum, stop: stop))
        ] + groups
    }

    private static func group(
        _ name: String, _ tests: Range<Int>, _ aggregate: GroupRule.Aggregate, factor: Int = 1, points: Int = 1,
        stop: GroupRule.Stop = .never, verdict: VerdictRule = .first, requires: [Int] = []
    ) -> TestGroup {
        TestGroup(
            name: name, members: [.tests(tests, points: TestPoints(accepted: Score(points)))],
            rule: GroupRule(verdict: verdict, aggregate: aggregate, factor: Score(factor), stop: stop),
            requires: requires)
    }

    private static let problemtools = VerdictRule(
        .worst([.judgeError, .runTimeError, .memoryLimit, .timeLimit, .outputLimit, .wrongAnswer, .accepted]))

    static let rows: [Row] = passFail + scoring

    private static let passFail: [Row] = [
        Row(
            system: "first failing in order, then stop: Codeforces, Kattis, BAPCtools, DOMjudge",
            groups: whole(GroupRule(), tests: 3),
            cases: [("AC AC AC", "AC"), ("AC WA TLE", "WA @1"), ("JE WA AC", "JE @0")]),
        Row(
            system: "worst of all: problemtools' default grader",
            groups: whole(GroupRule(verdict: problemtools, stop: .never), tests: 3),
            cases: [("WA TLE RE", "RE @2"), ("AC OLE WA", "OLE @1"), ("WA WA AC", "WA @0"), ("RE WA JE", "JE @2")]),
        Row(
            system: "priorities: DOMjudge's results_prio, the first of those with the greatest",
            groups: whole(
                GroupRule(verdict: VerdictRule(.worst([.runTimeError, .timeLimit])), stop: .after([.runTimeError])),
                tests: 4),
            cases: [("WA TLE MLE TLE", "TLE @1"), ("WA OLE AC AC", "WA @0"), ("TLE RE RE WA", "RE @1")]),
        Row(
            system: "all judged, no early stop: DOMjudge's full evaluation",
            groups: whole(GroupRule(stop: .never), tests: 3), cases: [("AC WA TLE", "WA @1")]),
        Row(
            system: "all judged, verdict by a table of its own: AtCoder",
            groups: whole(
                GroupRule(
                    verdict: VerdictRule(
                        .worst([.runTimeError, .outputLimit, .wrongAnswer, .timeLimit, .memoryLimit])),
                    stop: .never), tests: 3),
            cases: [("TLE WA MLE", "WA @1"), ("WA AC RE", "RE @2")]),
        Row(
            system: "until the first that is too slow: BAPCtools' RunUntil.DURATION",
            groups: whole(GroupRule(stop: .after([.timeLimit])), tests: 4),
            cases: [("AC WA TLE RE", "WA @1"), ("AC TLE WA AC", "TLE @1")]),
        Row(
            system: "one accepted is enough, and always accepted: flags of problemtools' default grader",
            groups: sum(
                of: [
                    group("any", 0..<2, .none, verdict: VerdictRule(problemtools.choice, isAnyEnough: true)),
                    group("always", 2..<3, .none, verdict: VerdictRule(.none)),
                ]),
            cases: [("WA AC TLE", "AC 0 | AC 0 | AC 0"), ("WA RE TLE", "RE 0 @1 | RE 0 @1 | AC 0")]),
    ]

    private static let scoring: [Row] = [
        Row(
            system: "Kattis legacy: the group's points if all pass, sums of groups, sample ignored",
            groups: [
                TestGroup(
                    name: "", members: [.group(1), .group(2)],
                    rule: GroupRule(
                        verdict: problemtools, aggregate: .sum, range: ScoreRange(from: .zero, to: Score(100)),
                        stop: .never,
                        isOnlyLastCounted: true)),
                group("sample", 0..<1, .sum, points: 0),
                TestGroup(
                    name: "secret", members: [.group(3), .group(4)],
                    rule: GroupRule(verdict: VerdictRule(.first, isAnyEnough: true), aggregate: .sum, stop: .never)),
                group("secret/1", 1..<3, .minimum, points: 40, stop: .afterRejection, verdict: problemtools),
                group("secret/2", 3..<5, .minimum, points: 60, stop: .afterRejection, verdict: problemtools),
            ],
            cases: [
                ("AC AC AC AC AC", "AC 100 | AC 0 | AC 100 | AC 40 | AC 60"),
                ("WA AC AC AC TLE", "AC 40 | WA 0 @0 | AC 40 | AC 40 | TLE 0 @4"),
                ("AC RE AC WA AC", "RE 0 @1 | AC 0 | RE 0 @1 | RE 0 @1 | WA 0 @3"),
            ]),
        Row(
            system: "Kattis legacy: average, maximum, points of rejected test cases, scores of the validator",
            groups: sum(
                of: [
                    group("avg", 0..<3, .average), group("max", 3..<5, .maximum),
                    TestGroup(
                        name: "rejected",
                        members: [.tests(5..<7, points: TestPoints(accepted: Score(5), rejected: Score(-2)))],
                        rule: GroupRule(aggregate: .sum, stop: .never)),
                ], verdict: VerdictRule(.none)),
            cases: [
                ("AC:1 AC:2 AC:2 AC:7 AC:3 AC WA", "AC 11.666667 | AC 1.666667 | AC 7 | WA 3 @6")
            ]),
        Row(
            system: "Kattis 2025-09: pass-fail groups with require_pass, sum and min groups",
            groups: sum(
                of: [
                    group("1", 0..<2, .allOrNothing, factor: 20, stop: .afterRejection),
                    group("2", 2..<4, .minimum, points: 30, stop: .afterRejection, requires: [1]),
                    group("3", 4..<6, .sum, points: 25),
                ]),
            cases: [
                ("AC AC AC AC:50% AC WA", "WA 60 @5 | AC 20 | AC 15 | WA 25 @5"),
                ("AC WA AC AC AC AC", "WA 50 @1 | WA 0 @1 | SK 0 | AC 50"),
            ]),
        Row(
            system: "Kattis 2025-09: a score above max_score is the judge's error",
            groups: whole(
                GroupRule(aggregate: .sum, range: ScoreRange(to: Score(10)), outOfRange: .judgeError, stop: .never),
                tests: 2),
            cases: [("AC:5 AC:5", "AC 10"), ("AC:5 AC:6", "JE")]),
        Row(
            system: "DOMjudge: sum, min, max and avg with accept_score",
            groups: sum(of: [group("min", 0..<2, .minimum, points: 9), group("avg", 2..<4, .average, points: 1)]),
            cases: [("AC AC AC WA", "WA 9.5 @3 | AC 9 | WA 0.5 @3"), ("AC WA AC AC", "WA 1 @1 | WA 0 @1 | AC 1")]),
        Row(
            system: "Polygon: complete groups and each test, dependencies",
            groups: sum(
                of: [
                    group("pretests", 0..<1, .sum, points: 10),
                    group("full", 1..<3, .allOrNothing, factor: 50, requires: [1]),
                ], verdict: VerdictRule(.byScore(full: Score(60)))),
            cases: [
                ("AC AC AC", "AC 60 | AC 10 | AC 50"), ("AC AC WA", "PC 10 @2 | AC 10 | WA 0 @2"),
                ("TLE AC AC", "TLE 0 @0 | TLE 0 @0 | SK 0"),
            ]),
        Row(
            system: "testlib: points of the checker, or percent of the test case's",
            groups: [
                TestGroup(
                    name: "",
                    members: [
                        .tests(0..<1, points: TestPoints(accepted: Score(40))),
                        .tests(1..<2, points: TestPoints(accepted: Score(60))),
                    ],
                    rule: GroupRule(verdict: VerdictRule(.byScore(full: Score(100))), aggregate: .sum, stop: .never))
            ],
            cases: [("PC:12.5 PC:50%", "PC 42.5 @0"), ("AC AC", "AC 100"), ("PC:0 WA", "PC 0 @0")]),
        Row(
            system: "2025-09: groups that are passed or failed, summed up or worth their least, and require others",
            groups: [
                TestGroup(
                    name: "", members: [.group(1), .group(2)],
                    rule: GroupRule(verdict: VerdictRule(.firstWithoutPoints), aggregate: .sum, stop: .never)),
                TestGroup(
                    name: "sample", members: [.tests(0..<1, points: TestPoints(accepted: .zero))],
                    rule: GroupRule(stop: .never)),
                TestGroup(
                    name: "secret", members: [.group(3), .group(4)],
                    rule: GroupRule(verdict: VerdictRule(.firstWithoutPoints), aggregate: .sum, stop: .never)),
                group("secret/1", 1..<3, .allOrNothing, factor: 40, stop: .afterRejection, requires: [1]),
                group(
                    "secret/2", 3..<5, .sum, points: 30, verdict: VerdictRule(.firstWithoutPoints), requires: [3]),
            ],
            cases: [
                ("AC AC AC AC AC", "AC 100 | AC 0 | AC 100 | AC 40 | AC 60"),
                ("AC AC AC AC:7 WA", "PC 47 @4 | AC 0 | PC 47 @4 | AC 40 | PC 7 @4"),
                ("AC AC AC WA TLE", "PC 40 @3 | AC 0 | PC 40 @3 | AC 40 | WA 0 @3"),
                ("AC AC WA AC AC", "WA 0 @2 | AC 0 | WA 0 @2 | WA 0 @2 | SK 0"),
                ("RE AC AC AC AC", "RE 0 @0 | RE 0 @0 | RE 0 | SK 0 | SK 0"),
            ]),
        Row(
            system: "CMS: Sum, GroupMin, GroupMul, GroupThreshold",
            groups: sum(
                of: [
                    group("Sum", 0..<2, .sum, points: 5), group("GroupMin", 2..<4, .minimum, factor: 20),
                    group("GroupMul", 4..<6, .product, factor: 30),
                    group("GroupThreshold", 6..<8, .threshold(Score(1) / Score(2)), factor: 40),
                ], verdict: VerdictRule(.byScore(full: Score(100)))),
            cases: [
                ("AC AC AC AC AC AC AC:50% AC:50%", "AC 100 | AC 10 | AC 20 | AC 30 | AC 40"),
                (
                    "PC:10% WA PC:25% AC PC:50% PC:10% PC:60% PC:20%",
                    "PC 7 @0 | PC 0.5 @0 | PC 5 @2 | PC 1.5 @4 | PC 0 @6"
                ),
            ]),
        Row(
            system: "DMOJ: batches that are all or the least part, short circuit, dependencies, pretests",
            groups: [
                TestGroup(
                    name: "", members: [.group(1), .group(2), .group(3)], rule: GroupRule(aggregate: .sum, stop: .never)
                ),
                group("pretests", 0..<1, .sum, points: 0),
                group("batch 1", 1..<3, .minimum, points: 30, stop: .afterRejection, requires: [1]),
                group("batch 2", 3..<5, .minimum, points: 70, stop: .afterRejection, requires: [1, 2]),
            ],
            cases: [
                ("AC AC AC AC AC:50%", "AC 65 | AC 0 | AC 30 | AC 35"),
                ("AC AC WA AC AC", "WA 0 @2 | AC 0 | WA 0 @2 | SK 0"),
                ("WA AC AC AC AC", "WA 0 @0 | WA 0 @0 | SK 0 | SK 0"),
            ]),
        Row(
            system: "UOJ: packed and min subtasks, three points off for a failed extra test",
            groups: [
                TestGroup(name: "", members: [.group(1), .group(4)], rule: GroupRule(aggregate: .sum, stop: .never)),
                TestGroup(
                    name: "tests", members: [.group(2), .group(3)], rule: GroupRule(aggregate: .sum, stop: .never)),
                group("packed", 0..<2, .allOrNothing, factor: 40, stop: .afterRejection),
                group("min", 2..<4, .minimum, points: 60),
                TestGroup(
                    name: "extra", members: [.tests(4..<6, points: TestPoints(accepted: .zero, rejected: Score(-3)))],
                    rule: GroupRule(aggregate: .minimum), requires: [1]),
            ],
            cases: [
                ("AC AC AC AC AC AC", "AC 100 | AC 100 | AC 40 | AC 60 | AC 0"),
                ("AC AC AC AC AC WA", "WA 97 @5 | AC 100 | AC 40 | AC 60 | WA -3 @5"),
                ("AC WA AC PC:50% AC AC", "WA 30 @1 | WA 30 @1 | WA 0 @1 | PC 30 @3 | SK 0"),
            ]),
        Row(
            system: "LibreOJ: sum, min and mul subtasks with dependencies",
            groups: sum(
                of: [
                    group("1", 0..<2, .sum, points: 10), group("2", 2..<4, .minimum, points: 30),
                    group("3", 4..<6, .product, factor: 50, requires: [1, 2]),
                ], verdict: VerdictRule(.byScore(full: Score(100)))),
            cases: [
                ("AC AC AC AC AC AC", "AC 100 | AC 20 | AC 30 | AC 50"),
                ("AC AC AC PC:50% AC AC", "PC 35 @3 | AC 20 | PC 15 @3 | SK 0"),
            ]),
        Row(
            system: "Hydro: min, max and sum subtasks, the numerically greatest status",
            groups: sum(
                of: [
                    group("1", 0..<2, .minimum, points: 20), group("2", 2..<4, .maximum, points: 30, requires: [1]),
                    group("3", 4..<6, .sum, points: 25),
                ],
                verdict: VerdictRule(
                    .worst([.compileError, .runTimeError, .outputLimit, .memoryLimit, .timeLimit, .wrongAnswer]))),
            cases: [("AC AC WA AC AC TLE", "TLE 75 @5 | AC 20 | WA 30 @2 | TLE 25 @5")]),
        Row(
            system: "AtCoder: sets that are all or nothing and share test cases",
            groups: sum(of: [
                group("easy", 0..<2, .allOrNothing, factor: 100), group("all", 0..<4, .allOrNothing, factor: 300),
            ]),
            cases: [
                ("AC AC WA AC", "WA 100 @2 | AC 100 | WA 0 @2"), ("AC AC AC AC", "AC 400 | AC 100 | AC 300"),
            ]),
        Row(
            system: "QDUOJ: points for each test case",
            groups: whole(
                GroupRule(verdict: VerdictRule(.byScore(full: Score(4))), aggregate: .sum, stop: .never), tests: 4),
            cases: [("AC WA AC AC", "PC 3 @1"), ("WA WA TLE AC:0", "WA 0 @0"), ("AC AC AC AC", "AC 4")]),
    ]
}
