import PackageFiles
import StrictXML

/// The tests of a testset by their numbers, and where the files of each are.
struct PolygonTestList {
    /// One test.
    struct Item {
        /// Counted from 1.
        var number: Int
        /// What `problem.xml` says of it; the testset itself if it lists no tests.
        var element: XMLElement
        /// Where its input is.
        var input: String
        /// Where its answer is.
        var answer: String
        /// The number as it stands in the paths.
        var digits: String
    }

    /// In order.
    let items: [Item]

    /// The tests of a `testset`; nil, and an error, if it does not say which there are and where.
    init?(_ testset: XMLElement, _ findings: Findings) {
        let count = findings.number("test-count", of: testset, in: 1...TreeLimits.files)
        let list = testset.child("tests")
        if let list { findings.refuseUnknown(in: list, known: ["test"]) }
        let elements = list?.children("test") ?? Array(repeating: testset, count: count ?? 0)
        if let count, elements.count != count {
            findings.error(testset, "<test-count> is \(count), and there are \(elements.count) tests; export it again")
            return nil
        }
        guard let inputs = Self.pattern("input-path-pattern", testset, findings),
            let answers = Self.pattern("answer-path-pattern", testset, findings)
        else { return nil }
        items = elements.enumerated().map { index, element in
            Item(
                number: index + 1, element: element, input: inputs.path(index + 1), answer: answers.path(index + 1),
                digits: inputs.digits(index + 1))
        }
    }

    private static func pattern(_ name: String, _ element: XMLElement, _ findings: Findings) -> NumberedPath? {
        let text = element.child(name)?.trimmedText ?? ""
        if let pattern = NumberedPath(text) { return pattern }
        let message = "<\(name)> must be a path with one number, such as tests/%02d, not \"\(text.prefix(80))\""
        findings.error(element.child(name) ?? element, message)
        return nil
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
    func digits(_ number: Int) -> String { number.digits(atLeast: width) }
}
