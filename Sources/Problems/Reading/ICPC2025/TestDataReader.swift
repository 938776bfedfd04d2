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
        where !["sample", "secret"].contains(entry.name) && !ProgramCheckReader.folders.contains(entry.name) {
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
        let inner = TestFolder(folder).folders
        let isGroup = { (entry: PackageEntry) in entry.child(TestGroupSettings.file) != nil }
        guard inner.contains(where: isGroup) else {
            secret.tests = tests(in: folder, secret.settings.tests)
            self.secret = secret
            return
        }
        for entry in inner where !isGroup(entry) {
            let message = "other folders beside it are groups, so it has to be one; add a test_group.yaml"
            findings.error(entry.location, message)
        }
        if let entry = TestFolder(folder).cases.lazy.compactMap({ $0.parts[.input] }).first {
            findings.error(entry.location, "a test case beside groups; move it into one of them")
        }
        for entry in inner where isGroup(entry) {
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
            settings: TestGroupSettings(place, location: folder.location))
        if let file = folder.child(TestGroupSettings.file), let mapping = yaml(file, settings.constants) {
            group.file = file.file
            group.settings.apply(mapping, at: place, isScoring: settings.isScoring, findings)
        }
        return group
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
        content.check(hasAnswers: true, findings)
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
            if let file = inner.child(TestGroupSettings.file) {
                findings.error(file.location, "only the folders directly in data/secret may be groups; remove it")
            }
            collect(inner, settings, into: &tests)
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
