import Grading
import Problems
import Testing
import Units

@Suite("The points and promises of a package of Polygon") struct PolygonGradingTests {
    @Test("Groups are graded behind those that they depend on, and their tests may stand in between each other")
    func groups() throws {
        let problem = try TemporaryPackage.polygon(TemporaryPackage.polygonGroups).problem()
        #expect(problem.isScoring && problem.warnings.isEmpty)
        let groups = problem.grading.groups
        #expect(groups.map(\.name) == ["", "0", "1"] && groups[0].members == [.group(1), .group(2)])
        #expect(groups[0].rule.aggregate == .sum && groups[0].rule.stop == .never)
        let nothing = TestPoints(accepted: .zero)
        #expect(groups[1].members == [.tests(0..<1, points: nothing), .tests(2..<3, points: nothing)])
        #expect(groups[1].rule == GroupRule(aggregate: .allOrNothing, factor: Score(2)))
        let half = TestPoints(accepted: Score(61) / Score(2))
        #expect(groups[2].members == [.tests(1..<2, points: half)] && groups[2].requires == [1])
        #expect(groups[2].rule.aggregate == .sum && groups[2].rule.stop == .never && groups[2].feedback == .icpc)
        #expect(problem.testCases.map(\.checkerPoints) == [CheckerPoints.none, .any, CheckerPoints.none])
    }

    /// What the tests get, and what follows for the submission.
    static let graded: [(verdicts: [Verdict], verdict: Verdict, score: String)] = [
        ([.accepted, .accepted, .accepted], .accepted, "32.5"),
        ([.wrongAnswer, .accepted, .accepted], .wrongAnswer, "0"),
        ([.accepted, .timeLimit, .accepted], .partial, "2"),
        ([.accepted, .accepted, .runTimeError], .runTimeError, "0"),
    ]

    @Test("A group has all its points or none, and nothing if one that it depends on fails", arguments: graded.indices)
    func scores(index: Int) throws {
        let (verdicts, verdict, score) = Self.graded[index]
        var grader = Grader(try TemporaryPackage.polygon(TemporaryPackage.polygonGroups).problem().grading)
        for (test, verdict) in verdicts.enumerated() { grader.record(TestOutcome(verdict), of: test) }
        #expect(grader.grade?.verdict == verdict && grader.grade?.score?.text() == score)
    }

    @Test(
        "Groups that contradict themselves are refused",
        arguments: [
            ("<groups>", "<groups><group name=\"0\"/>", "problem.xml:16: the group \"0\" stands twice"),
            ("<group name=\"0\" points=\"2.0\"/>", "", "problem.xml:12: the group \"0\" is not among the <groups>"),
            (
                "each-test", "best",
                "problem.xml:16: \"points-policy\" must be complete-group or each-test, not \"best\""
            ),
            (
                "points=\"30.5\" points-policy", "points=\"1\" points-policy",
                "problem.xml:16: the group has 1 points, and its tests"
            ),
            ("dependency group=\"0\"", "dependency group=\"2\"", "problem.xml:16: there is no test in a group \"2\""),
            ("dependency group=\"0\"", "dependency group=\"1\"", "problem.xml:16: the group \"1\" depends on itself"),
            ("<groups>", "<groups><rule/>", "problem.xml:16: <rule> in <groups> is not known"),
            ("<validators/>", "<scorer/>", "problem.xml:23: a <scorer> makes the score"),
        ])
    func refusals(old: String, new: String, message: String) throws {
        var replacements = TemporaryPackage.polygonGroups.mapValues { $0.replacing(old, with: new) }
        if old == "<validators/>" { replacements[old] = new }
        let errors = try TemporaryPackage.polygon(replacements).errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(errors)")
    }

    @Test("A group's points count where its tests have others, with a warning")
    func sums() throws {
        let changed = TemporaryPackage.polygonGroups.mapValues { $0.replacing("points=\"2.0\"", with: "points=\"5\"") }
        let problem = try TemporaryPackage.polygon(changed).problem()
        #expect(problem.grading.groups[1].rule.factor == Score(5))
        #expect(
            problem.warnings.map(\.message).contains {
                $0.hasPrefix("the group has 5 points, and its tests together have 2")
            })
    }

    @Test("Groups without points are none, and the first failure decides")
    func groupsWithoutPoints() throws {
        let changed = TemporaryPackage.polygonGroups.mapValues { text in
            text.replacing(#/ points="[0-9.]+"/#, with: "")
        }
        let problem = try TemporaryPackage.polygon(changed).problem()
        #expect(!problem.isScoring && problem.grading == GroupTree(tests: 3))
    }

    /// A tag, and what it promises without points; nil: nothing.
    static let tags: [(tag: String, verdicts: Set<Verdict>)] = [
        ("main", [.accepted]), ("accepted", [.accepted]), ("wrong-answer", [.wrongAnswer]),
        ("presentation-error", [.wrongAnswer]), ("time-limit-exceeded", [.timeLimit]),
        ("time-limit-exceeded-or-accepted", [.timeLimit, .accepted]),
        ("time-limit-exceeded-or-memory-limit-exceeded", [.timeLimit, .memoryLimit]),
        ("memory-limit-exceeded", [.memoryLimit]), ("runtime-error", [.runTimeError]), ("failed", []),
        (
            "rejected",
            [
                .wrongAnswer, .timeLimit, .idleLimit, .memoryLimit, .outputLimit, .runTimeError, .securityViolation,
            ]
        ),
    ]

    @Test("A solution's tag is a promise", arguments: tags.indices)
    func promises(index: Int) throws {
        let (tag, verdicts) = Self.tags[index]
        let change = ["\"rejected\"": "\"\(tag)\""]
        let plain = try TemporaryPackage.polygon(change).problem()
        #expect(plain.submissions[1].expected == ExpectedResult(verdicts) && plain.warnings.isEmpty)
        let groups = TemporaryPackage.polygonGroups.merging(change) { $1 }
        let expected = try TemporaryPackage.polygon(groups).problem().submissions[1].expected
        if verdicts.isEmpty || verdicts == [.accepted] {
            #expect(expected == ExpectedResult(verdicts))
        } else {
            let required = verdicts.contains(.accepted) ? [] : verdicts
            let tests = ExpectedTests(permitted: verdicts.union([.accepted]), required: required)
            #expect(expected == ExpectedResult(tests: [tests]))
        }
    }

    @Test("A tag of a group is a promise of that; a solution that is not to be run is none")
    func otherTags() throws {
        let extra =
            "<extra-tags><extra-tag group=\"1\" tag=\"wrong-answer\"/><extra-tag testset=\"pretests\" tag=\"x\"/></extra-tags></solution>\n</solutions>"
        let groups = TemporaryPackage.polygonGroups.merging(["</solution>\n</solutions>": extra]) { $1 }
        let problem = try TemporaryPackage.polygon(groups).problem()
        #expect(problem.warnings.isEmpty)
        #expect(problem.submissions[1].expected.groups == ["1": .init(verdicts: [.wrongAnswer, .partial])])
        #expect(try TemporaryPackage.polygon(["\"rejected\"": "\"do-not-run\""]).problem().submissions.count == 1)
    }

    @Test(
        "The type of a source tells its language",
        arguments: [
            ("cpp.g++17", "cpp"), ("cpp.ms2017", "cpp"), ("c.gcc", "c"), ("python.3", "python3"),
            ("python.pypy3-64", "pypy3"), ("java21", "java"), ("kotlin19", "kotlin"), ("pas.fpc", "pascal"),
            ("csharp.mono", "csharp"), ("go", "go"), ("rust", "rust"), ("haskell.ghc", "haskell"),
            ("nodejs", "javascript"),
            ("javascript", "javascript"), ("python.2", nil), ("python.pypy2", nil), ("d", nil), ("", nil), ("css", nil),
        ] as [(String, String?)])
    func languages(type: String, language: String?) throws {
        let problem = try TemporaryPackage.polygon(["\"python.3\"": "\"\(type)\""]).problem()
        #expect(problem.submissions.dropFirst().first?.language == language)
        #expect(problem.warnings.isEmpty == (language != nil))
    }
}
