import Grading
import PackageFiles
import StrictYAML
import Units

/// The questions of a problem of the type `objective`, each a test case: a submission is a text in YAML that has an answer to each.
/// The right ones stand in `config.yaml`, which is what the answers are compared with.
struct HydroQuestions {
    static let checker = "hydro.objective"
    /// The most questions that there may be.
    private static let limit = 1000

    private(set) var cases: [TestCase] = []
    private(set) var group = TestGroup(name: "", rule: GroupRule(aggregate: .sum, stop: .never))

    init(_ config: YAMLMapping, _ settings: PackageEntry, _ findings: Findings) {
        var total = Score.zero
        guard let file = settings.file,
            let answers = findings.collect({ () throws(Diagnostic) in try config.mapping("answers") })
        else { return }
        for key in answers.keys.prefix(Self.limit + 1) {
            guard let score = findings.collect({ () throws(Diagnostic) in try Self.points(of: key, answers) }) else {
                continue
            }
            group.members.append(.tests(cases.count..<cases.count + 1, points: TestPoints(accepted: score)))
            total = total + score
            cases.append(
                TestCase(
                    name: PrintableText.escape(key), input: file, answer: file, checkerPoints: .whole(score),
                    validatorArguments: [key]))
        }
        if cases.isEmpty, findings.errors.isEmpty {
            findings.error(settings.location, "there are no questions; list some in \"answers\"")
        }
        group.rule.verdict = total == .zero ? .first : VerdictRule(.byScore(full: total))
    }

    /// The most points that an answer can get.
    private static func points(of key: String, _ answers: YAMLMapping) throws(Diagnostic) -> Score {
        let node = try answers.value(key)
        guard !key.isEmpty, !key.contains("/"), answers.keys.count <= limit else {
            throw node.error("is a question whose name is empty or has a /, or one of more than \(limit)")
        }
        var scores: [Score] = []
        if node.isMapping {
            let mapping = try node.mapping()
            for answer in mapping.keys { scores.append(try ScoreSettings.score(mapping.value(answer))) }
        } else {
            let pair = try node.sequence()
            guard pair.count == 2 else { throw node.error("must be an answer, or a list of them, and its points") }
            scores.append(try ScoreSettings.score(pair[1]))
        }
        guard let most = scores.max(), scores.allSatisfy({ $0 >= .zero }) else {
            throw node.error("needs an answer, and no points below 0")
        }
        return most
    }
}
