import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads `data`: the groups, their settings and their test cases.
struct DataReader {
    private let package: LoadedPackage
    private let settings: ProblemSettings
    private let findings: Findings
    /// The groups that hold test cases, outer ones before inner ones.
    private(set) var groups: [TestGroup] = []
    private(set) var testCases: [TestCase] = []

    /// The settings of a group of test cases.
    static let settingsFile = "testdata.yaml"

    /// What may stand beside a test case's `.in` and `.ans` without anybody asking why.
    private static let companions: Set<String> = [
        "hint", "desc", "png", "jpg", "jpeg", "svg", "interaction", "md",
    ]

    init(_ package: LoadedPackage, settings: ProblemSettings, findings: Findings) {
        self.package = package
        self.settings = settings
        self.findings = findings
        guard let data = package.child("data"), data.isFolder else {
            findings.error("data", "there is no folder \"data\"; add data/sample and data/secret with test cases")
            return
        }
        readRoot(data)
    }

    private mutating func readRoot(_ data: PackageEntry) {
        let errors = findings.errors.count
        let group = settings(of: data, inherited: GroupSettings(), isOutermost: true)
        groups.append(
            TestGroup(name: "", rule: group.rule(isScoring: settings.isScoring, isOutermost: true)))
        for name in ["sample", "secret"] {
            guard let folder = data.child(name), folder.isFolder else {
                findings.warn("data/\(name)", "there is no folder \"data/\(name)\"; add one with test cases")
                continue
            }
            read(folder, inherited: group, parent: 0)
        }
        for entry in data.children
        where !(["sample", "secret", Self.settingsFile] + ProgramCheckReader.folders).contains(entry.name) {
            let advice = "only data/sample and data/secret are judged; move it there if it should be"
            if let kind = Self.caseExtension(of: entry) {
                findings.error(entry.location, "a .\(kind) file outside the groups; \(advice)")
            } else if entry.isFolder {
                findings.warn(entry.location, "not read: \(advice)")
            }
        }
        if testCases.isEmpty, findings.errors.count == errors {
            findings.error("data", "there is no test case; add pairs of .in and .ans files to data/secret")
        }
    }

    private mutating func read(_ folder: PackageEntry, inherited: GroupSettings, parent: Int) {
        let group = settings(of: folder, inherited: inherited, isOutermost: false)
        let index = groups.count
        groups.append(
            TestGroup(
                name: Self.caseName(folder.location),
                rule: group.rule(isScoring: settings.isScoring, isOutermost: false)))
        let before = testCases.count
        let files = Dictionary(folder.children.map { (Array($0.name.utf8), $0.file) }) { first, _ in first }
            .compactMapValues(\.self)
        var strays: [PackageEntry] = []
        // A case stands where its .ans file stands among the folders, which is how verifyproblem orders them.
        for entry in folder.children {
            let stem = entry.name.utf8.dropLast(Self.caseExtension(of: entry).map { $0.utf8.count + 1 } ?? 0)
            switch Self.caseExtension(of: entry) {
            case "ans":
                if let answer = entry.file, let input = files[stem + Array(".in".utf8)] {
                    appendCase(entry, answer, input: input, to: index, group)
                } else {
                    let message = "there is no input to this answer; add the .in file or remove this one"
                    findings.error(entry.location, message)
                }
            case "in":
                if files[stem + Array(".ans".utf8)] == nil {
                    findings.error(entry.location, "there is no answer to this input; add the .ans file")
                }
            default: readOther(entry, in: index, group, strays: &strays)
            }
        }
        warn(about: strays, in: folder)
        // The sample of an interactive problem may be a conversation to read.
        let hasOthers = folder.children.contains {
            Self.caseExtension(of: $0) != nil || $0.name.hasSuffix(".interaction")
        }
        if testCases.count > before {
            groups[parent].members.append(.group(index))
        } else {
            // Nothing is below it either.
            groups.removeLast()
        }
        if testCases.count == before, !hasOthers {
            findings.warn(folder.location, "the group has no test case; add some or remove the folder")
        }
    }

    private mutating func readOther(
        _ entry: PackageEntry, in index: Int, _ group: GroupSettings, strays: inout [PackageEntry]
    ) {
        if entry.isFolder, entry.name.hasSuffix(".files") {
            let message = "files beside a test case's input are not given to programs in this format; remove the folder"
            findings.warn(entry.location, message)
        } else if entry.isFolder {
            read(entry, inherited: group, parent: index)
        } else if entry.name != Self.settingsFile,
            !Self.companions.contains(entry.name.split(separator: ".").last.map { $0.lowercased() } ?? "")
        {
            strays.append(entry)
        }
    }

    private func warn(about strays: [PackageEntry], in folder: PackageEntry) {
        guard let first = strays.first else { return }
        let others = strays.count > 1 ? " and \(strays.count - 1) more" : ""
        let message = "not part of a test case: \(first.label)\(others); move what is not test data out of here"
        findings.warn(folder.location, message)
    }

    private mutating func appendCase(
        _ entry: PackageEntry, _ answer: PackageFile, input: PackageFile, to index: Int, _ group: GroupSettings
    ) {
        let test = testCases.count
        if case .tests(let range, let points)? = groups[index].members.last, range.upperBound == test {
            groups[index].members.removeLast()
            groups[index].members.append(.tests(range.lowerBound..<test + 1, points: points))
        } else {
            groups[index].members.append(.tests(test..<test + 1, points: group.points))
        }
        testCases.append(
            TestCase(
                name: String(Self.caseName(entry.location).dropLast(".ans".count)),
                input: input, answer: answer,
                validatorArguments: settings.validation.flags + group.outputValidatorFlags,
                inputValidatorArguments: group.inputValidatorFlags))
    }

    private func settings(of folder: PackageEntry, inherited: GroupSettings, isOutermost: Bool) -> GroupSettings {
        var group = inherited
        if let file = folder.child(Self.settingsFile) {
            let mapping = findings.collect { () throws(Diagnostic) in try package.yaml(file, findings) }
            if let mapping {
                group.apply(mapping, isScoring: settings.isScoring, findings: findings)
                warn(about: group, of: mapping, isOutermost: isOutermost)
            }
        }
        settings.grading.override(&group)
        return group
    }

    private func warn(about group: GroupSettings, of mapping: YAMLMapping, isOutermost: Bool) {
        let file = mapping.node.file
        if group.grading == .custom, mapping["grading"] != nil, !settings.isScoring {
            let message = "\"grading: custom\" counts only in a problem with \"type: scoring\"; remove it"
            findings.warn(file, line: mapping.line(of: "grading"), message)
        }
        guard group.grading == .standard, mapping["grader_flags"] != nil else { return }
        let line = mapping.line(of: "grader_flags")
        for flag in group.graderFlags where !DefaultGrader.flags.contains(flag) {
            findings.warn(file, line: line, "the default grader has no flag \"\(flag)\"; remove it")
        }
        guard group.graderFlags.contains("ignore_sample") else { return }
        if !isOutermost {
            findings.warn(file, line: line, "\"ignore_sample\" counts only in data/testdata.yaml; move it there")
        } else if group.onReject == .stop {
            let message = "\"ignore_sample\" needs \"on_reject: continue\", or a failed sample ends the judging"
            findings.warn(file, line: line, message)
        }
    }

    /// `in` or `ans` if the entry is such a file.
    private static func caseExtension(of entry: PackageEntry) -> String? {
        guard !entry.isFolder else { return nil }
        return ["in", "ans"].first { entry.name.hasSuffix("." + $0) }
    }

    private static func caseName(_ location: String) -> String {
        String(location.dropFirst("data/".count))
    }
}
