import Grading
import PackageFiles
import StrictYAML
import Units

/// Reads `data`: the groups, their settings and their test cases.
struct TestDataReader {
    /// A folder of test cases that make a result together.
    struct Group {
        /// `sample`, `secret`, `secret/1`.
        var name: String
        var settings: TestGroupSettings
        /// The file that gives the settings; nil: there is none.
        var file: PackageFile?
        /// Its own test cases, in order.
        var tests: [TestCase] = []
    }

    /// The most bytes that the arguments of all test cases have together: each one's are looked at.
    private static let argumentLimit = 64 << 20

    private let package: LoadedPackage
    private let settings: ICPCSettings
    private let findings: Findings
    /// The sample; nil: there is none.
    private(set) var sample: Group?
    /// What is secret. Its test cases are its own, or those of ``groups``.
    private(set) var secret: Group?
    private(set) var groups: [Group] = []
    /// How many bytes the arguments have of the test cases that were read.
    private var argumentSize = 0
    /// What groups inherit.
    private var outer = TestSettings()

    init(_ package: LoadedPackage, settings: ICPCSettings, findings: Findings) {
        self.package = package
        self.settings = settings
        self.findings = findings
        guard let data = package.child("data"), data.isFolder else {
            findings.error("data", "there is no folder \"data\"; add data/secret with test cases")
            return
        }
        read(data)
    }

    private mutating func read(_ data: PackageEntry) {
        outer.isDraft = settings.isDraft
        // What is said of all test data: the format has nothing like it, but drafts and BAPCtools do.
        if let file = file(in: data) { inherit(from: file) }
        if let folder = data.child("sample"), folder.isFolder {
            var group = group(folder, at: .sample)
            group.tests = tests(in: folder, group.settings.tests)
            if !group.tests.isEmpty || group.settings.staticScore != nil { sample = group }
        }
        if let folder = data.child("secret"), folder.isFolder {
            readSecret(folder)
        } else {
            findings.error("data/secret", "there is no folder \"data/secret\"; add one with test cases")
        }
        for entry in data.children
        where !(["sample", "secret"] + ProgramCheckReader.folders).contains(entry.name)
            && (entry.file == nil || entry.file != file(in: data)?.file)
        {
            if entry.isFolder {
                findings.warn(entry.location, "not read: only data/sample and data/secret are judged")
            } else if entry.name.hasSuffix(".in") || entry.name.hasSuffix(".ans") {
                findings.error(entry.location, "a test case outside of the folders; move it into data/secret")
            } else {
                findings.warn(entry.location, "not read; settings of test cases stand in data/secret and below")
            }
        }
        if argumentSize > Self.argumentLimit {
            let (has, most) = (argumentSize >> 20, Self.argumentLimit >> 20)
            findings.error("data", "the test cases have \(has) MiB of arguments, and may have \(most); shorten them")
        }
        let all = [sample, secret].compactMap(\.self) + groups
        if all.allSatisfy({ $0.tests.isEmpty }), findings.errors.isEmpty {
            findings.error("data", "there is no test case; add pairs of .in and .ans files to data/secret")
        }
    }

    private mutating func readSecret(_ folder: PackageEntry) {
        var secret = group(folder, at: .secret)
        let own = secret.settings.tests
        let inner = TestFolder(folder).folders
        func isGroup(_ entry: PackageEntry) -> Bool { file(in: entry) != nil }
        // Without scores a group of a draft is nothing but what its test cases inherit.
        guard inner.contains(where: isGroup), settings.isScoring || !settings.isDraft else {
            secret.tests = tests(in: folder, secret.settings.tests)
            self.secret = secret
            return
        }
        for entry in inner where !isGroup(entry) {
            findings.warn(entry.location, "a group, as other folders beside it are; add a test_group.yaml")
        }
        outer = own
        if !settings.isDraft { warnOfInheritance(secret.settings) }
        if let entry = TestFolder(folder).cases.lazy.compactMap({ $0.parts[.input] }).first {
            findings.error(entry.location, "a test case beside groups; move it into one of them")
        }
        for entry in inner {
            var group = group(entry, at: .group)
            group.tests = tests(in: entry, group.settings.tests)
            if group.tests.isEmpty, group.settings.staticScore == nil {
                findings.error(entry.location, "the group has no test case; add one or remove the folder")
            }
            groups.append(group)
        }
        self.secret = secret
    }

    private func group(_ folder: PackageEntry, at place: TestGroupSettings.Place) -> Group {
        var group = Group(
            name: String(folder.path.dropFirst("data/".count)),
            settings: TestGroupSettings(place, location: folder.location, inheriting: outer))
        if let file = file(in: folder), let mapping = yaml(file, settings.constants) {
            group.file = file.file
            group.settings.apply(mapping, at: place, isScoring: settings.isScoring, findings)
        }
        return group
    }

    /// The file with the settings of the group in `folder`, which had another name in drafts.
    private func file(in folder: PackageEntry) -> PackageEntry? {
        folder.child(TestGroupSettings.file)
            ?? (settings.isDraft ? folder.child(TestGroupSettings.draftFile) : nil)
    }

    /// Has groups inherit what `file` says of arguments.
    private mutating func inherit(from file: PackageEntry) {
        guard let mapping = yaml(file, settings.constants) else { return }
        findings.allow(outer.keys, in: mapping)
        outer.apply(mapping, findings)
        guard !settings.isDraft else { return }
        findings.warn(file.location, Self.inheritance)
    }

    private static let inheritance =
        "groups inherit from it what they do not say, as with BAPCtools; the format has no such rule: write it to theirs"

    /// Says that the groups of `secret` have what the format gives to no test case.
    private func warnOfInheritance(_ group: TestGroupSettings) {
        let lines = TestSettings.commonKeys.compactMap { group.line(of: $0) }
        if let first = lines.min() { findings.warn(group.location, line: first, Self.inheritance) }
    }

    private func yaml(_ file: PackageEntry, _ constants: Constants) -> YAMLMapping? {
        findings.collect { () throws(Diagnostic) in try package.yaml(file, findings, constants: constants) }
    }

    /// All test cases below the folder, ordered by the bytes of their names.
    private mutating func tests(in folder: PackageEntry, _ settings: TestSettings) -> [TestCase] {
        var tests: [TestCase] = []
        collect(folder, settings, into: &tests)
        return tests.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private mutating func collect(_ folder: PackageEntry, _ settings: TestSettings, into tests: inout [TestCase]) {
        let content = TestFolder(folder)
        content.check(hasAnswers: true, readsDraft: settings.isDraft, findings)
        if let first = content.strays.first {
            let others = content.strays.count > 1 ? " and \(content.strays.count - 1) more" : ""
            let message = "not part of a test case: \(first.label)\(others); move what is not test data out of here"
            findings.warn(folder.location, message)
        }
        for test in content.cases {
            guard let input = test.parts[.input]?.file, let answer = test.parts[.answer]?.file else { continue }
            tests.append(self.test(test, input, answer, in: folder, settings))
        }
        for inner in content.folders {
            var own = settings
            if let file = file(in: inner), let mapping = yaml(file, self.settings.constants) {
                let message = "only the folders directly in data/secret may be groups; what it says of arguments counts"
                if !settings.isDraft { findings.warn(file.location, message) }
                findings.allow(own.keys, in: mapping)
                own.apply(mapping, findings)
            }
            collect(inner, own, into: &tests)
        }
    }

    private mutating func test(
        _ test: TestFolder.Case, _ input: PackageFile, _ answer: PackageFile, in folder: PackageEntry,
        _ inherited: TestSettings
    ) -> TestCase {
        var own = inherited
        if let file = test.parts[.settings], let mapping = yaml(file, Constants()) { own.apply(own: mapping, findings) }
        argumentSize += own.size
        return TestCase(
            name: "\(folder.path.dropFirst("data/".count))/\(test.name)", input: input, answer: answer,
            arguments: own.arguments, files: test.parts[.files].map(package.sourceFiles) ?? [],
            validatorArguments: own.outputValidatorArguments,
            inputValidatorArguments: own.inputValidatorArguments,
            inputValidatorArgumentsByName: own.inputValidatorArgumentsByName, notes: own.notes)
    }
}
