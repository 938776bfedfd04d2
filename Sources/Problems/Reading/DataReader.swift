import StrictYAML
import SystemPackage

/// Reads `data`: the groups, their settings and their test cases.
struct DataReader {
    private let settings: ProblemSettings
    private let findings: Findings
    private(set) var groups: [TestGroup] = []
    private(set) var testCases: [TestCase] = []

    /// What may stand beside a test case's `.in` and `.ans` without anybody asking why.
    private static let companions: Set<String> = [
        "hint", "desc", "png", "jpg", "jpeg", "svg", "interaction", "md",
    ]

    init(_ package: PackageEntry, settings: ProblemSettings, findings: Findings) {
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
        let group = settings(of: data, name: "", inherited: TestGroup(name: ""))
        groups.append(group)
        for name in ["sample", "secret"] {
            guard let folder = data.child(name), folder.isFolder else {
                findings.warn("data/\(name)", "there is no folder \"data/\(name)\"; add one with test cases")
                continue
            }
            read(folder, inherited: group)
        }
        for entry in data.children where !["sample", "secret", "testdata.yaml"].contains(entry.name) {
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

    private mutating func read(_ folder: PackageEntry, inherited: TestGroup) {
        let name = Self.caseName(folder.location)
        let group = settings(of: folder, name: name, inherited: inherited)
        groups.append(group)
        let before = testCases.count
        let files = Dictionary(folder.children.filter { !$0.isFolder }.map { ($0.bytes, $0) }) { first, _ in first }
        var strays: [PackageEntry] = []
        // A case stands where its .ans file stands among the folders, which is how verifyproblem orders them.
        for entry in folder.children {
            let stem = entry.bytes.dropLast(Self.caseExtension(of: entry).map { $0.utf8.count + 1 } ?? 0)
            switch Self.caseExtension(of: entry) {
            case "ans":
                if let input = files[stem + Array(".in".utf8)] {
                    appendCase(entry, input: input, group: group)
                } else {
                    let message = "there is no input to this answer; add the .in file or remove this one"
                    findings.error(entry.location, message)
                }
            case "in":
                if files[stem + Array(".ans".utf8)] == nil {
                    findings.error(entry.location, "there is no answer to this input; add the .ans file")
                }
            default: readOther(entry, group: group, strays: &strays)
            }
        }
        warn(about: strays, in: folder)
        // The sample of an interactive problem may be a conversation to read.
        let hasOthers = folder.children.contains {
            Self.caseExtension(of: $0) != nil || $0.name.hasSuffix(".interaction")
        }
        if testCases.count == before, !hasOthers {
            findings.warn(folder.location, "the group has no test case; add some or remove the folder")
        }
    }

    private mutating func readOther(_ entry: PackageEntry, group: TestGroup, strays: inout [PackageEntry]) {
        if entry.isFolder, entry.name.hasSuffix(".files") {
            let message = "files beside a test case's input are not given to programs in this format; remove the folder"
            findings.warn(entry.location, message)
        } else if entry.isFolder {
            read(entry, inherited: group)
        } else if entry.name != "testdata.yaml",
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

    private mutating func appendCase(_ answer: PackageEntry, input: PackageEntry, group: TestGroup) {
        testCases.append(
            TestCase(
                name: String(Self.caseName(answer.location).dropLast(".ans".count)),
                input: input.path, answer: answer.path,
                validatorArguments: settings.validation.flags + group.outputValidatorFlags,
                inputValidatorArguments: group.inputValidatorFlags))
    }

    private func settings(of folder: PackageEntry, name: String, inherited: TestGroup) -> TestGroup {
        var group = inherited
        group.name = name
        if let file = folder.child("testdata.yaml") {
            let mapping = findings.collect { () throws(YAMLError) in try file.yaml() }
            if let mapping {
                GroupSettings.apply(mapping, to: &group, isScoring: settings.isScoring, findings: findings)
            }
            if group.grading == .custom, inherited.grading != .custom {
                findings.warn(file.location, "custom graders are not run yet")
            }
        }
        settings.grading.override(&group)
        return group
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
