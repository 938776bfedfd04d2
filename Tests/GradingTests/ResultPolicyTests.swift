import Grading
import Testing

@Suite("A policy of results") struct ResultPolicyTests {
    /// A policy, the verdicts of test cases in order, the verdict and the test case that decides, and how many of them are judged
    /// one after the other.
    static let cases: [(policy: String, verdicts: String, result: String, judged: Int)] = [
        ("lazy", "AC AC", "AC", 2), ("lazy", "AC WA TLE", "WA @1", 2), ("all", "AC WA TLE", "WA @1", 3),
        ("lazy RE,SV>TLE>WA", "WA TLE RE WA", "RE @2", 3), ("lazy RE,SV>TLE>WA", "WA TLE TLE WA", "TLE @1", 4),
        ("all RE,SV>TLE>WA", "RE SV WA", "RE @0", 3), ("lazy RE,SV>TLE>WA", "SV RE WA", "SV @0", 1),
        ("lazy WA", "RE OLE AC", "RE @0", 3), ("lazy WA", "RE OLE WA AC", "WA @2", 3),
        ("lazy OLE=WA", "AC OLE RE", "WA @1", 2), ("lazy OLE=AC", "OLE AC", "AC", 2),
        ("lazy TLE>WA OLE=TLE", "WA OLE AC", "TLE @1", 2), ("lazy RE>WA", "WA JE RE", "JE @1", 2),
        ("all", "WA JE AC", "JE @1", 3),
    ]

    @Test("decides by the ranks of verdicts, and judges what may decide", arguments: cases.indices)
    func decide(index: Int) throws {
        let (text, words, result, judged) = Self.cases[index]
        let policy = try #require(ResultPolicy(parsing: text))
        let verdicts = try words.split(separator: " ").map { try #require(Verdict(rawValue: String($0))) }
        var grader = Grader(GroupTree(tests: verdicts.count), policy: policy)
        var count = 0
        for (test, verdict) in verdicts.enumerated() where grader.matters(test) && !grader.isComplete {
            grader.record(TestOutcome(verdict), of: test)
            count += 1
        }
        #expect(grader.grade.map { GraderTests.text($0.groups[0]) } == result)
        #expect(count == judged)
        // The order in time does not matter.
        var backwards = Grader(GroupTree(tests: verdicts.count), policy: policy)
        for (test, verdict) in verdicts.enumerated().reversed() { backwards.record(TestOutcome(verdict), of: test) }
        #expect(backwards.grade?.verdict == grader.grade?.verdict)
        #expect(backwards.grade?.decidingTest == grader.grade?.decidingTest)
    }

    @Test("decides in nested groups as in one")
    func nested() throws {
        let tree = try GroupTree([
            TestGroup(name: "", members: [.group(1), .group(2)]), TestGroup(name: "sample", members: [.tests(0..<2)]),
            TestGroup(name: "secret", members: [.tests(2..<4)]),
        ])
        var grader = Grader(tree, policy: ResultPolicy(ranks: [[.runTimeError], [.wrongAnswer]]))
        for (test, verdict) in [Verdict.accepted, .wrongAnswer, .runTimeError].enumerated() {
            grader.record(TestOutcome(verdict), of: test)
        }
        #expect(grader.grade.map { GraderTests.text($0.groups[0]) } == "RE @2")
        #expect(!grader.matters(3))
    }

    @Test("changes nothing where groups have rules of their own")
    func scores() throws {
        let rule = GroupRule(aggregate: .sum, stop: .never)
        let tree = try GroupTree([TestGroup(name: "", members: [.tests(0..<2)], rule: rule)])
        var grader = Grader(tree, policy: ResultPolicy(ranks: [[.runTimeError]], meanings: [.wrongAnswer: .accepted]))
        grader.record(TestOutcome(.wrongAnswer), of: 0)
        grader.record(TestOutcome(.runTimeError), of: 1)
        #expect(grader.policy == nil && grader.grade?.verdict == .wrongAnswer)
    }

    @Test(
        "is written in one line and read again",
        arguments: ["lazy", "all", "lazy RE,SV>MLE>TLE,ILE>OLE>WA", "all WA", "lazy OLE=WA MLE=RE", "all RE>WA TLE=AC"])
    func text(_ text: String) throws {
        let policy = try #require(ResultPolicy(parsing: text))
        #expect(ResultPolicy(parsing: policy.description) == policy)
        for (name, policy) in ResultPolicy.named {
            #expect(ResultPolicy(parsing: policy.description) == policy && policy.isSound, "\(name)")
        }
    }

    @Test(
        "is none if its line is something else",
        arguments: [
            "", "first", "lazy ", "lazy XX", "lazy RE>RE", "lazy RE,", "lazy >", "lazy AC", "lazy JE>WA", "lazy WA=JE",
            "lazy AC=WA", "lazy WA=", "lazy WA=RE WA=AC", "lazy WA=RE RE", "lazy SK>WA", "lazy  RE",
            "all " + String(repeating: "W", count: 300),
        ])
    func none(_ text: String) {
        #expect(ResultPolicy(parsing: text) == nil)
    }
}
