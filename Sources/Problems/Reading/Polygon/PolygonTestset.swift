import Grading
import PackageFiles
import StrictXML
import Units

/// A testset: limits, tests and groups of tests.
struct PolygonTestset {
    /// One test.
    struct Test {
        var test: TestCase
        /// What it is worth; nil if nothing is said.
        var points: Score?
        /// The group that it is in; nil if it is in none.
        var group: String?
        /// Where `problem.xml` says so.
        var element: XMLElement
    }

    private static let known = [
        "time-limit", "memory-limit", "test-count", "input-path-pattern", "output-path-pattern", "answer-path-pattern",
        "tests", "groups",
    ]

    private(set) var timeLimit = Duration.seconds(1)
    private(set) var memory = ByteCount.mebibytes(256)
    private(set) var tests: [Test] = []
    /// The settings of groups.
    private(set) var groups: [XMLElement] = []

    init() {}

    init(_ element: XMLElement, _ files: FilesByPath, _ findings: Findings) {
        findings.refuseUnknown(in: element, known: Self.known)
        if let time = findings.number("time-limit", of: element, in: 1...86_400_000) { timeLimit = .milliseconds(time) }
        if let bytes = findings.number("memory-limit", of: element, in: 1 << 16...1 << 40) {
            memory = ByteCount(Int64(bytes))
        }
        if let settings = element.child("groups") {
            findings.refuseUnknown(in: settings, known: ["group"])
            groups = settings.children("group")
        }
        guard let list = PolygonTestList(element, findings) else { return }
        readTests(list.items, files, findings)
    }

    private mutating func readTests(_ items: [PolygonTestList.Item], _ files: FilesByPath, _ findings: Findings) {
        var missing: [(item: PolygonTestList.Item, path: String)] = []
        for item in items {
            guard let input = files[item.input], let answer = files[item.answer] else {
                missing.append((item, files[item.input] == nil ? item.input : item.answer))
                continue
            }
            let element = item.element
            let folder = element["sample"] == "true" ? "sample" : "tests"
            let test = TestCase(
                name: "\(folder)/\(item.digits)", input: input, answer: answer,
                notes: TestNotes(description: element["description"]))
            let group = element["group"].flatMap { $0.isEmpty ? nil : $0 }
            tests.append(Test(test: test, points: findings.points(of: element), group: group, element: element))
        }
        refuse(missing, findings)
    }

    private func refuse(_ missing: [(item: PolygonTestList.Item, path: String)], _ findings: Findings) {
        guard let first = missing.first else { return }
        let others = missing.count > 1 ? ", and files of \(missing.count - 1) more tests" : ""
        // A standard package has the inputs that people wrote, and nothing that programs make of them.
        findings.error(
            first.item.element,
            "the file \(first.path) of test \(first.item.number) is not there\(others). A standard package leaves out what "
                + "generators and the main solution write: `verdict judge` and `verdict submit` make it, or download the "
                + "full package")
    }
}
