import Grading
import PackageFiles
import Problems
import Testing

@Suite("Patterns of names in packages of DMOJ") struct DMOJPatternTests {
    private func package(_ settings: String, names: [String]) throws -> TemporaryPackage {
        var files = ["init.yml": "archive: t.zip\ntest_cases:\n  input_format: \(settings)\n"]
        for name in names { files["t.zip/\(name)"] = "" }
        return try TemporaryPackage(files)
    }

    @Test("tell batches and test cases, words before numbers")
    func places() throws {
        let package = try package(
            """
            ((?P<batch>\\w+)\\.)?(?P<case>\\d+)\\.in
              output_format: ((?P<batch>\\w+)\\.)?(?P<case>\\d+)\\.OUT
              case_points: [4, 5, 6]
            """, names: ["2.in", "2.out", "b.10.in", "b.10.out", "b.9.in", "b.9.out", "10.in", "10.out", "x"])
        let problem = try package.problem()
        #expect(problem.testCases.map(\.name) == ["batch-1/1", "batch-1/2", "3", "4"])
        #expect(
            problem.testCases.map(\.input.path.text) == ["t.zip/b.9.in", "t.zip/b.10.in", "t.zip/2.in", "t.zip/10.in"])
        #expect((0..<4).map { problem.grading.points(of: $0)?.accepted.text() } == ["4", "4", "5", "6"])
    }

    /// A pattern, a name, and what the group `case` is in it; nil: the pattern does not fit.
    static let known: [(pattern: String, name: String, group: String?)] = [
        ("(?P<case>a|ab)c", "abc", "ab"), ("(?P<case>a+?)a*$", "aaa", "a"), ("(?P<case>a{2})", "aaa", "aa"),
        ("(?P<case>a{1,2}?)", "aaa", "a"), ("x{,2}(?P<case>x)", "xxx", "x"), ("(?P<case>[^-x]+)-", "ab-c", "ab"),
        ("(?P<case>[a-c\\d]+)", "b2z", "b2"), ("(?=ab)(?P<case>\\w)", "ab", "a"), ("(?!ab)(?P<case>\\w)", "ab", nil),
        ("(?:^|\\W)(?P<case>\\d+)[^\\d\\s]*$", "12.in", "12"), ("\\b(?P<case>x)\\b", "x", "x"),
        ("(?P<case>\\S+) ", "ab c", "ab"),
        ("b(?P<case>.)", "ab", nil), ("(?P<case>Ä)", "ä", "ä"), ("(?P<case>[]x]+)", "]x", "]x"),
        ("(?P<case>a{x)", "a{x", "a{x"),
        ("(a*)*(?P<case>b)", "aaab", "b"), ("(?P<case>(?:(?:)*)*a)", "a", "a"), (".*?(?P<case>\\d)", "sub/t4", "4"),
        ("(?:(?P<case>\\d)x)+", "1x2x", "2"), ("(((){1000}){1000}){1000}(?P<case>a)", "a", "a"),
    ]

    @Test("fit as Python's do", arguments: known.indices)
    func fits(index: Int) throws {
        let (pattern, name, group) = Self.known[index]
        // Nothing fits the other pattern, so the test case has one file, and its name is told.
        let errors = try package("'\(pattern)'\n  output_format: 'no(?P<case>ne)'", names: [name]).errors()
        let message =
            group.map { "only one file of the test case \($0); add" } ?? "no file of the archive is called like"
        #expect(errors.contains { $0.contains(message) }, "\(errors)")
    }

    static let refused: [(pattern: String, message: String)] = [
        ("'('", "has a ( without a )"), ("')'", "has a ) too many"), ("'[a'", "has a [ without a ]"),
        ("'*'", "has a * with nothing before it"), ("'a**'", "repeats a repetition"),
        ("'a*+'", "gives nothing back"), ("'^*'", "takes no characters"), ("'(?<=a)'", "that is not known here"),
        ("'(?i)a'", "that is not known here"), ("'(?P<a>x)(?P<a>y)'", "has two groups called a"),
        ("'(?P<>x)'", "without a name"),
        ("'\\1'", "has a \\1, which is not known here"), ("'a{3,2}'", "fewer times than it has to"),
        ("'a{9999999999999999999}'", "too often"), ("'(((a{1000}){1000}){1000})'", "is too long"),
        ("'(((){1000}){1000}){1000}('", "has a ( without a )"), ("'[z-a]'", "has a range whose end is before"),
        ("'a\\'", "ends with a \\"),
        ("'\(String(repeating: "(", count: 100))'", "groups in too many groups"),
        ("'1'", "has no group called \"case\" for the file 1.in"),
        ("'((1*)*)*2(?P<case>x)'", "takes too long to compare with the names of files"),
        ("[]", "must be text"),
    ]

    @Test("are refused with the reason", arguments: refused.indices)
    func refusals(index: Int) throws {
        let (pattern, message) = Self.refused[index]
        let names = ["1.in", String(repeating: "1", count: 200)]
        let errors = try package(pattern, names: names).errors()
        #expect(errors.contains { $0.contains(message) }, "\(pattern): \(errors)")
    }
}
