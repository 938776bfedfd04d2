import Grading
import StrictXML

/// Writes the solutions, and by their tags what they promise.
struct PolygonSolutionsText {
    private static let tags: [(tag: String, verdicts: Set<Verdict>)] = [
        ("accepted", [.accepted]), ("wrong-answer", [.wrongAnswer]), ("time-limit-exceeded", [.timeLimit]),
        ("memory-limit-exceeded", [.memoryLimit]), ("runtime-error", [.runTimeError]),
        ("time-limit-exceeded-or-accepted", [.timeLimit, .accepted]),
        ("time-limit-exceeded-or-memory-limit-exceeded", [.timeLimit, .memoryLimit]),
        (
            "rejected",
            [
                .wrongAnswer, .timeLimit, .idleLimit, .memoryLimit, .outputLimit, .runTimeError, .securityViolation,
            ]
        ),
    ]

    let draft: PackageDraft
    let problem: Problem
    let outline: GradingOutline?

    var element: XMLText {
        var hasMain = false
        let solutions = problem.submissions.compactMap { submission -> XMLText? in
            guard case .inPackage(let files) = submission.sources, files.count == 1, let source = files.first,
                let type = submission.language.flatMap({ SourceType.type(of: DOMjudgeLanguage.own($0)) })
                    ?? SourceType.type(ofFile: source.name)
            else {
                draft.note(
                    "\(submission.path) is left out: a solution is one file in a language that the format has a name for"
                )
                return nil
            }
            var tag = tag(of: submission)
            if tag == "accepted", !hasMain { (tag, hasMain) = ("main", true) }
            return XMLText(
                "solution", ["tag": tag],
                [XMLText("source", ["path": copy(source, of: submission), "type": type])] + extraTags(of: submission))
        }
        return XMLText("solutions", [:], solutions)
    }

    /// Copies a source into the folder of solutions, under a name that it has alone.
    private func copy(_ source: SourceFile, of submission: Submission) -> String {
        let folder = submission.path.split(separator: "/").dropLast().last ?? ""
        var path = "solutions/\(source.name)"
        if draft.has(path) { path = "solutions/\(folder)_\(source.name)" }
        draft.copySource(source.file, to: path)
        return path
    }

    private func tag(of submission: Submission) -> String {
        let expected = submission.expected
        var verdicts = expected.verdicts.subtracting([.partial])
        if verdicts.isEmpty, let whole = expected.whole {
            verdicts =
                whole.required.isEmpty
                ? whole.permitted
                : whole.required.union(
                    problem.isScoring ? [] : whole.permitted.intersection([.accepted]).intersection(whole.required))
        }
        if let tag = Self.tags.first(where: { $0.verdicts == verdicts })?.tag { return tag }
        let mostly = verdicts.subtracting([.securityViolation, .idleLimit])
        if let tag = Self.tags.first(where: { $0.verdicts == mostly })?.tag { return tag }
        if mostly == [.runTimeError, .memoryLimit] { return "runtime-error" }
        if !verdicts.isEmpty, !verdicts.contains(.accepted), verdicts.isSubset(of: Self.tags[7].verdicts) {
            draft.note("\(submission.path): that it gets no other failure cannot be said, so it is \"rejected\"")
            return "rejected"
        }
        if !verdicts.isEmpty {
            draft.note("\(submission.path): what it promises cannot be said; choose a tag in Polygon")
        }
        return "failed"
    }

    /// What is promised of groups.
    private func extraTags(of submission: Submission) -> [XMLText] {
        var tags: [XMLText] = []
        for (name, promise) in submission.expected.groups.sorted(by: { $0.key < $1.key }) {
            let verdicts = promise.verdicts.subtracting([.partial])
            let part = outline?.parts.enumerated().first { $0.element.name == name }
            guard let part, let group = PolygonTestsetText.name(of: part.element, part.offset),
                let tag = Self.tags.first(where: { $0.verdicts == verdicts })?.tag
            else {
                draft.note("\(submission.path): what is promised of the group \(name) is left out")
                continue
            }
            tags.append(XMLText("extra-tag", ["group": group, "tag": tag]))
        }
        if submission.expected.tests.contains(where: { $0.pattern != nil }) {
            draft.note("\(submission.path): what is promised of single test cases is left out")
        }
        return tags.isEmpty ? [] : [XMLText("extra-tags", [:], tags)]
    }
}
