import Grading
import PackageFiles
import StrictXML

/// The package's solutions, and what their tags promise.
struct PolygonSolutions {
    /// What a tag says of a solution.
    private enum Tag {
        /// On the tests that it does not pass it gets one of these verdicts; with ``Verdict/accepted`` it may pass all.
        case verdicts(Set<Verdict>)
        /// Nothing is promised.
        case open
        /// It is not to be run.
        case unused
    }

    private static let failures: Set<Verdict> = [
        .wrongAnswer, .timeLimit, .idleLimit, .memoryLimit, .outputLimit, .runTimeError, .securityViolation,
    ]
    private static let tags: [String: Tag] = [
        "main": .verdicts([.accepted]), "accepted": .verdicts([.accepted]), "rejected": .verdicts(failures),
        "wrong-answer": .verdicts([.wrongAnswer]), "presentation-error": .verdicts([.wrongAnswer]),
        "time-limit-exceeded": .verdicts([.timeLimit]),
        "time-limit-exceeded-or-accepted": .verdicts([.timeLimit, .accepted]),
        "time-limit-exceeded-or-memory-limit-exceeded": .verdicts([.timeLimit, .memoryLimit]),
        "memory-limit-exceeded": .verdicts([.memoryLimit]), "runtime-error": .verdicts([.runTimeError]),
        "run-time-error": .verdicts([.runTimeError]), "failed": .open, "do-not-run": .unused,
    ]

    private let files: FilesByPath
    private let grading: PolygonGroups
    private let findings: Findings

    init(_ files: FilesByPath, _ grading: PolygonGroups, _ findings: Findings) {
        self.files = files
        self.grading = grading
        self.findings = findings
    }

    /// The solutions, in order, but for those that are not to be run, or are in no language of ours.
    func read(_ element: XMLElement?) -> [Submission] {
        (element?.children("solution") ?? []).compactMap(submission)
    }

    private func submission(_ element: XMLElement) -> Submission? {
        let tag = tag(element["tag"] ?? "", of: element)
        if case .unused = tag { return nil }
        guard let source = element.child("source"), let path = source["path"], let file = files[path] else {
            let path = element.child("source")?["path"] ?? ""
            findings.warn(element, "the source \(path) of a solution is not in the package, so it is not judged")
            return nil
        }
        let type = source["type"] ?? ""
        guard let language = SourceType.language(of: type) else {
            findings.warn(
                source, "\(path) is of the type \"\(type)\", which no language is known for, so it is not judged")
            return nil
        }
        return Submission(
            path: PrintableText.escape(path),
            sources: .inPackage([SourceFile(file, name: FilesByPath.name(of: path))]), language: language,
            expected: promise(tag, element))
    }

    private func tag(_ name: String, of element: XMLElement) -> Tag {
        if let tag = Self.tags[name] { return tag }
        findings.warn(element, "the tag \"\(name)\" is not known, so nothing is promised")
        return .open
    }

    private func promise(_ tag: Tag, _ element: XMLElement) -> ExpectedResult {
        var promise = ExpectedResult()
        if case .verdicts(let verdicts) = tag {
            if !grading.isScoring || verdicts == [.accepted] {
                promise.verdicts = verdicts
            } else {
                // With points the verdict of the whole says less: what fails may have points nevertheless.
                let required = verdicts.contains(.accepted) ? [] : verdicts
                promise.tests = [
                    ExpectedTests(permitted: verdicts.union([.accepted]), required: required)
                ]
            }
        }
        for extra in element.child("extra-tags")?.children("extra-tag") ?? [] { add(extra, to: &promise) }
        return promise
    }

    /// Adds what is said of one group or testset.
    private func add(_ extra: XMLElement, to promise: inout ExpectedResult) {
        guard let group = extra["group"], grading.names.contains(group),
            case .verdicts(var verdicts) = tag(extra["tag"] ?? "", of: extra)
        else {
            if extra["testset"].map({ $0 == "tests" }) ?? true {
                findings.warn(extra, "a tag of a part that is not graded by itself; nothing is made of it")
            }
            return
        }
        if verdicts != [.accepted] { verdicts.insert(.partial) }
        promise.groups[group] = ExpectedResult.ExpectedGroup(verdicts: verdicts)
    }
}
