import Grading

/// Makes test cases and groups of what `init.yml` lists.
///
/// A batch is worth the least that one of its test cases gets, and ends at the first that is not accepted. What fails and is
/// worth nothing, a pretest, ends all: so everything after it requires it.
struct DMOJGroups {
    /// Where a test case stands.
    struct Place {
        /// What it is worth, with the others of its batch.
        var points: Score
        /// How many are before it.
        var position: Int
        /// The number of its batch, from 1; 0 if it is in none.
        var batch: Int
    }

    /// The test cases, in order; each is called by its number, as DMOJ shows it, from 1, and the batch it is in.
    private(set) var tests: [TestCase] = []
    /// Which test cases a submission's promises mean by their numbers, from 1.
    var names: [String] { tests.map(\.name) }
    private var groups = [
        TestGroup(
            name: "",
            rule: GroupRule(verdict: VerdictRule(.worst(Self.worst)), aggregate: .sum, stop: .never))
    ]
    /// The groups of the batches, in order.
    private var batches: [Int] = []
    /// The groups that everything after them requires.
    private var gates: [Int] = []

    /// As DMOJ orders them: what stands foremost is the verdict of the whole.
    private static let worst: [Verdict] = [
        .outputLimit, .securityViolation, .runTimeError, .timeLimit, .idleLimit, .memoryLimit, .wrongAnswer, .partial,
    ]

    /// The groups of `items`, with what the checker is called with about each test case.
    init(_ items: [DMOJItem], checkerArguments: (Place) -> [String]) {
        for item in items { add(item, checkerArguments) }
    }

    /// The tree of the groups.
    /// - Throws: ``GradingError`` if a batch requires one that there is not.
    func tree() throws(GradingError) -> GroupTree { try GroupTree(groups) }

    private mutating func add(_ item: DMOJItem, _ arguments: (Place) -> [String]) {
        let isGate = item.points == .zero
        let isPlain = item.dependencies == nil && !isGate && gates.isEmpty
        var folder = ""
        if item.dependencies != nil {
            folder = "batch-\(batches.count + 1)"
        } else if !isPlain {
            folder = "case-\(tests.count + 1)"
        }
        let start = tests.count
        for testCase in item.cases {
            // That one is missing was said before.
            guard let input = testCase.input, let answer = testCase.answer else { continue }
            let number = "\(tests.count + 1)"
            let place = Place(
                points: item.points, position: tests.count, batch: item.dependencies == nil ? 0 : batches.count + 1)
            tests.append(
                TestCase(
                    name: folder.isEmpty ? number : "\(folder)/\(number)", input: input,
                    answer: answer, checkerPoints: .upTo(item.points), validatorArguments: arguments(place)))
        }
        let member = TestGroup.Member.tests(start..<tests.count, points: TestPoints(accepted: item.points))
        guard !isPlain else { return groups[0].members.append(member) }
        groups[0].members.append(.group(groups.count))
        let required = (item.dependencies ?? []).compactMap { batches.indices.contains($0 - 1) ? batches[$0 - 1] : nil }
        groups.append(
            TestGroup(
                name: folder, members: [member], rule: GroupRule(aggregate: .minimum, stop: .afterRejection),
                requires: Array(Set(required + gates)).sorted()))
        if item.dependencies != nil { batches.append(groups.count - 1) }
        if isGate { gates.append(groups.count - 1) }
    }
}
