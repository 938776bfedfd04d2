import Grading
import PackageFiles
import Problems
import TestSupport
import Testing
import Units

/// Packages that nobody would make end in a problem or in errors, soon, and never in anything else.
@Suite("The readers of packages", .timeLimit(.minutes(2)))
struct ReaderFuzzTests {
    /// Texts of settings from which mutations start.
    private static let seeds: [String: String] = [
        "problem.yaml": TemporaryPackage.head + """
            type: [scoring, interactive]
            credits: {authors: [Ada <a@b>, {name: B}], translators: {de: C}}
            source: [{name: A, url: b}, C]
            embargo_until: 2027-01-01
            limits: {time_limit: 1.5, time_resolution: 0.5, memory: 64, time_multipliers: {ac_to_time_limit: 2}}
            constants: {n: {value: 5, tex: "5"}, m: 7}
            """,
        "data/secret/test_group.yaml":
            "max_score: 100\nscore_aggregation: sum\nargs: [\"{{n}}\"]\nfull_feedback: true\n",
        "data/secret/1/test_group.yaml": "max_score: 30\nrequire_pass: [sample]\ninput_validator_args: {a: [b]}\n",
        "data/secret/1/a.yaml": "args: [a]\nhint: x\n",
        "submissions.json": "{\n\"submissions/a/b/\": {\"entry_point\": \"c\", \"langid\": \"d\"}}",
        "init.yml": """
        archive: t.zip
        checker: {name: floats, args: {precision: 3}}
        test_cases:
        - {in: 1.in, out: 1.out, points: 0}
        - {batched: [{in: 1.in}, {in: 1.out, points: 2}], out: 1.out, dependencies: []}
        """,
        "tests/a/test.yml": "language: C\ntime: 1\nmemory: 64\nsource: [a.c]\nexpect: [AC]\ncases: {1: WA, 2: [SC]}\n",
        "submissions/submissions.yaml": """
        accepted: {score: [1, 2], permitted: [AC]}
        "{a,b}/*":
          secret/*: {required: [TLE], use_for_time_limit: upper}
        """,
    ]
    private static let fragments = [
        "{", "}", "[", "]", ":", "- ", "\n", "  ", "&a ", "*a", "!!int ", "|\n", "\"", "'", "{{n}}", "\0", "\u{feff}",
        "~",
        "9999999999999999999999", "-1", "1e999", "<<: ", "#", "---\n", "...", "%YAML 9\n", "\t", "unbounded",
        "secret/1",
    ]

    /// `text` with some changes, of which some put one of `fragments` anywhere.
    static func mutated(_ text: String, with fragments: [String], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0...random.below(4) {
            let place = random.below(bytes.count + 1)
            switch random.below(5) {
            case 0: bytes.insert(contentsOf: fragments[random.below(fragments.count)].utf8, at: place)
            case 1 where place < bytes.count: bytes[place] = UInt8(random.below(256))
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.below(20)))
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.below(60))], at: place)
            default: bytes.insert(contentsOf: Array(fragments[random.below(fragments.count)].utf8), at: place)
            }
        }
        return bytes
    }

    /// Reads a package without files; what is in it is only in memory.
    static func read(_ files: [String: [UInt8]], as format: PackageFormat?) throws -> Bool {
        let entries = try files.map { path, bytes in
            PackageFile(path: try #require(TreePath(path)), size: ByteCount(Int64(bytes.count)))
        }
        let listing = PackageListing(name: "fuzz", files: entries)
        do throws(ProblemError) {
            let needs = try Problem.needs(of: listing)
            var contents: [TreePath: [UInt8]] = [:]
            for need in needs {
                contents[need.file.path] = Array((files[need.file.path.text] ?? []).prefix(need.count))
            }
            _ = try Problem(listing, contents: contents, as: format)
            return true
        } catch {
            #expect(!error.diagnostics.isEmpty && error.diagnostics.allSatisfy { !$0.message.isEmpty })
            return false
        }
    }

    private static let others = [
        "data/sample/1.in", "data/sample/1.ans", "data/secret/1/a.in", "data/secret/1/a.ans", "output_validator/v.py",
        "1.in", "1.out", "t.zip/2.in", "t.zip/2.out", "tests/a/a.c",
        "submissions/accepted/a.py", "submissions/a/b.c", "statement/problem.en.md", "input_validators/v.py",
    ]

    @Test("Mutated settings end in a problem or in errors", arguments: [PackageFormat.icpc2025, .legacy, .dmoj, nil])
    func settings(format: PackageFormat?) throws {
        var random = SeededGenerator(seed: 2025_09)
        var readable = 0
        for _ in 0..<300 {
            var files: [String: [UInt8]] = [:]
            for name in Self.others { files[name] = [] }
            for (name, text) in Self.seeds { files[name] = Array(text.utf8) }
            let names = Self.seeds.keys.sorted()
            let name = names[random.below(names.count)]
            files[name] = Self.mutated(Self.seeds[name] ?? "", with: Self.fragments, &random)
            readable += try Self.read(files, as: format) ? 1 : 0
        }
        // Most mutations do harm, and some do none.
        #expect(readable < 300)
    }

    @Test("Names of files in any order and number end in a problem or in errors")
    func names() throws {
        var random = SeededGenerator(seed: 7)
        let parts = [
            "data", "secret", "sample", "1", "2", "test_group.yaml", "1.in", "1.ans", "1.files", "1.yaml",
            "a.in.statement",
            "submissions", "accepted", "include", "default", "static_validator", "output_validator", "x.py", ".in", "-",
        ]
        for _ in 0..<1000 {
            var files = ["problem.yaml": Array((Self.seeds["problem.yaml"] ?? "").utf8)]
            for _ in 0..<random.below(30) {
                let path = (0...random.below(4)).map { _ in parts[random.below(parts.count)] }.joined(separator: "/")
                guard TreePath(path) != nil,
                    !files.keys.contains(where: { $0.hasPrefix(path + "/") || path.hasPrefix($0 + "/") || $0 == path })
                else { continue }
                files[path] = random.bytes(random.below(40))
            }
            _ = try Self.read(files, as: .icpc2025)
        }
    }

    @Test("A hundred thousand test cases are read soon")
    func manyTests() throws {
        var files = ["problem.yaml": Array(TemporaryPackage.head.utf8), "submissions/accepted/a.py": []]
        for test in 0..<50_000 {
            files["data/secret/\(test).in"] = []
            files["data/secret/\(test).ans"] = []
        }
        #expect(try Self.read(files, as: nil))
    }

    @Test("Arguments without end are errors, and patterns without end are not looked at")
    func excesses() throws {
        var files = ["problem.yaml": Array(TemporaryPackage.head.utf8)]
        for test in 0..<3000 {
            files["data/secret/\(test).in"] = []
            files["data/secret/\(test).ans"] = []
            files["submissions/accepted/\(test).py"] = []
        }
        #expect(try Self.read(files, as: nil))
        let patterns = (0..<200).map { "\"*/*\($0)*\": {permitted: [AC]}\n" }.joined()
        #expect(try Self.read(files.merging(["submissions/submissions.yaml": Array(patterns.utf8)]) { $1 }, as: nil))
        for length in [60_000, 70_000] {
            let list = Array("args: [\(String(repeating: "x", count: length))]\n".utf8)
            #expect(try !Self.read(files.merging(["data/secret/test_group.yaml": list]) { $1 }, as: nil))
        }
    }

    @Test("Constants do not make a text grow without end")
    func constants() {
        let constants = Constants(["a": String(repeating: "x", count: 1024)])
        let text = Array(String(repeating: "{{a}}", count: 100_000).utf8)
        #expect(constants.filled(into: text) == nil)
        #expect(constants.filled(into: Array("{{{a}}} {{b}} {{a.b}} {{a".utf8))?.count == 1024 + 20)
    }

    @Test("A pattern of many stars is matched soon")
    func patterns() throws {
        let pattern = try #require(NamePattern(String(repeating: "*a", count: 500)))
        #expect(!pattern.matches(String(repeating: "a", count: 255)))
        #expect(try #require(NamePattern("a{b,c{d,e}}/*.py")).matches("ace/x.py"))
        #expect(try #require(NamePattern("secret")).matches("secret/1/2"))
        #expect(try !#require(NamePattern("secret/*")).matches("secret"))
    }
}
