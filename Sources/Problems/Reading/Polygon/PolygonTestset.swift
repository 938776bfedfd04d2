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

    init(_ element: XMLElement, _ files: PolygonFiles, _ findings: Findings) {
        findings.refuseUnknown(in: element, known: Self.known)
        if let time = findings.number("time-limit", of: element, in: 1...86_400_000) { timeLimit = .milliseconds(time) }
        if let bytes = findings.number("memory-limit", of: element, in: 1 << 16...1 << 40) {
            memory = ByteCount(Int64(bytes))
        }
        if let settings = element.child("groups") {
            findings.refuseUnknown(in: settings, known: ["group"])
            groups = settings.children("group")
        }
        let count = findings.number("test-count", of: element, in: 1...TreeLimits.files)
        let list = element.child("tests")
        if let list { findings.refuseUnknown(in: list, known: ["test"]) }
        let elements = list?.children("test") ?? Array(repeating: element, count: count ?? 0)
        if let count, elements.count != count {
            findings.error(element, "<test-count> is \(count), and there are \(elements.count) tests; export it again")
            return
        }
        guard let input = pattern("input-path-pattern", element, findings),
            let answer = pattern("answer-path-pattern", element, findings)
        else { return }
        readTests(elements, input, answer, files, findings)
    }

    private func pattern(_ name: String, _ element: XMLElement, _ findings: Findings) -> NumberedPath? {
        let text = element.child(name)?.trimmedText ?? ""
        if let pattern = NumberedPath(text) { return pattern }
        let message = "<\(name)> must be a path with one number, such as tests/%02d, not \"\(text.prefix(80))\""
        findings.error(element.child(name) ?? element, message)
        return nil
    }

    private mutating func readTests(
        _ elements: [XMLElement], _ inputs: NumberedPath, _ answers: NumberedPath, _ files: PolygonFiles,
        _ findings: Findings
    ) {
        var missing: [(number: Int, path: String)] = []
        for (index, element) in elements.enumerated() {
            let (input, answer) = (inputs.path(index + 1), answers.path(index + 1))
            guard let inputFile = files[input], let answerFile = files[answer] else {
                missing.append((index + 1, files[input] == nil ? input : answer))
                continue
            }
            let folder = element["sample"] == "true" ? "sample" : "tests"
            let test = TestCase(
                name: "\(folder)/\(inputs.digits(index + 1))", input: inputFile, answer: answerFile,
                notes: TestNotes(description: element["description"]))
            let group = element["group"].flatMap { $0.isEmpty ? nil : $0 }
            tests.append(Test(test: test, points: findings.points(of: element), group: group, element: element))
        }
        refuse(missing, of: elements, findings)
    }

    private func refuse(_ missing: [(number: Int, path: String)], of elements: [XMLElement], _ findings: Findings) {
        guard let first = missing.first else { return }
        let others = missing.count > 1 ? ", and files of \(missing.count - 1) more tests" : ""
        let element = elements[first.number - 1]
        // A standard package has the inputs that people wrote, and nothing that programs make of them.
        findings.error(
            element,
            "the file \(first.path) of test \(first.number) is not there\(others). A standard package leaves out what "
                + "generators and the main solution write: download the full package")
    }
}

/// A path that has a number in it: `tests/%02d.a`.
struct NumberedPath {
    private let before: String
    private let after: String
    /// How many digits there are at least.
    private let width: Int
    /// The most bytes of a pattern: each test has a path made of it.
    private static let limit = 1000

    /// Reads a pattern; nil if it has not just one place for a number.
    init?(_ text: String) {
        let parts = text.split(separator: "%", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= Self.limit else { return nil }
        let digits = parts[1].prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 2, digits.isEmpty || digits.first == "0", parts[1].dropFirst(digits.count).first == "d"
        else { return nil }
        before = String(parts[0])
        after = String(parts[1].dropFirst(digits.count + 1))
        width = Int(digits) ?? 0
    }

    /// The path with `number` in it.
    func path(_ number: Int) -> String { before + digits(number) + after }

    /// `number` as it stands in the path.
    func digits(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
