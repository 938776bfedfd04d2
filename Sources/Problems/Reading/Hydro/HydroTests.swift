import Grading
import PackageFiles
import StrictYAML
import Units

/// Makes test cases and groups of Hydro's subtasks. One subtask by itself has no group of its own.
///
/// A subtask that requires others is not judged unless each of these gets all of its points.
struct HydroTests {
    private(set) var cases: [TestCase] = []
    private(set) var groups: [TestGroup]

    private let files: HydroFiles
    private let subtasks: [HydroSubtask]
    /// What answers that are handed in are called; nil: as somebody likes.
    private let answerPattern: String?
    private let time: Duration
    private let memory: ByteCount
    /// Where the groups of subtasks stand, by the subtasks' numbers.
    private var places: [Int: Int] = [:]

    init(_ read: HydroCases, _ files: HydroFiles, answerPattern: String? = nil, _ findings: Findings) {
        self.files = files
        self.answerPattern = answerPattern
        subtasks = read.subtasks
        (time, memory) = (read.time, read.memory)
        let total = read.subtasks.map(Self.total).reduce(.zero, +)
        groups = [
            TestGroup(
                name: "", rule: GroupRule(verdict: VerdictRule(.byScore(full: total)), aggregate: .sum, stop: .never))
        ]
        if subtasks.count == 1, subtasks[0].kind == .sum {
            groups[0].members = members(of: subtasks[0], folder: "")
        } else {
            for subtask in subtasks { place(subtask, findings, within: []) }
        }
    }

    /// The most points that the subtask can get.
    private static func total(of subtask: HydroSubtask) -> Score {
        let (whole, scores) = (subtask.score ?? .zero, subtask.cases.compactMap(\.score))
        return switch subtask.kind {
        case .min: min(whole, scores.min() ?? .zero)
        case .max: scores.max() ?? .zero
        case .sum: scores.reduce(.zero, +)
        }
    }

    /// Puts a subtask behind those that it requires.
    /// - Parameter waiting: the numbers of the subtasks that wait for it.
    private mutating func place(_ subtask: HydroSubtask, _ findings: Findings, within waiting: [Int]) {
        guard places[subtask.id] == nil else { return }
        var required: [Int] = []
        for (id, node) in subtask.requires {
            guard let other = subtasks.first(where: { $0.id == id }) else {
                findings.error(node.file, line: node.line, "there is no subtask \(id); correct \"if\"")
                continue
            }
            guard id != subtask.id, !waiting.contains(id) else {
                findings.error(
                    node.file, line: node.line, "the subtask \(id) requires itself in the end; correct \"if\"")
                continue
            }
            place(other, findings, within: waiting + [subtask.id])
            if let place = places[id] { required.append(place) }
        }
        let name = "subtask-\(subtask.id)"
        places[subtask.id] = groups.count
        groups[0].members.append(.group(groups.count))
        groups.append(
            TestGroup(
                name: name, members: members(of: subtask, folder: name), rule: Self.rule(of: subtask),
                requires: Array(Set(required)).sorted()))
    }

    private static func rule(of subtask: HydroSubtask) -> GroupRule {
        let total = total(of: subtask)
        let verdict = total == .zero ? VerdictRule.first : VerdictRule(.byScore(full: total))
        return switch subtask.kind {
        case .min:
            GroupRule(
                verdict: verdict, aggregate: .minimum, range: ScoreRange(to: subtask.score), outOfRange: .limit,
                stop: .afterRejection)
        case .max: GroupRule(verdict: verdict, aggregate: .maximum, stop: .never)
        case .sum: GroupRule(verdict: verdict, aggregate: .sum, stop: .never)
        }
    }

    /// The cases of the subtask, called by their places in it.
    private mutating func members(of subtask: HydroSubtask, folder: String) -> [TestGroup.Member] {
        subtask.cases.enumerated().compactMap { index, item in
            // That it was not made is said before.
            guard let input = item.input ?? files.empty, let answer = item.answer ?? files.empty else { return nil }
            let score = item.score ?? .zero
            let number = "\(item.id ?? index + 1)"
            cases.append(
                TestCase(
                    name: folder.isEmpty ? "\(index + 1)" : "\(folder)/\(index + 1)", input: input, answer: answer,
                    limits: OwnLimits(
                        cpuTime: item.time < time ? item.time : nil, memory: item.memory < memory ? item.memory : nil),
                    answerNames: answerPattern.map { [$0.replacing("#", with: number, maxReplacements: 1)] } ?? [],
                    checkerPoints: .whole(score)))
            return .tests(cases.count - 1..<cases.count, points: TestPoints(accepted: score))
        }
    }
}
