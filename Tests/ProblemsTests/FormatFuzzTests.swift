import FoundationEssentials
import PackageFiles
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Problems

/// Settings that nobody would write end in a problem or in errors, soon, and never in anything else.
@Suite("The readers of all formats", .timeLimit(.minutes(10)))
struct FormatFuzzTests {
    /// How many packages are made of each; more by the environment, for a longer search.
    private static let rounds = ProcessInfo.processInfo.environment["VERDICT_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 6

    /// What settings of a format are made of.
    struct Grammar: CustomTestStringConvertible, Sendable {
        /// The file.
        var file: String
        /// A text that is right.
        var text: String
        /// Words of it, and words that are out of place.
        var words: [String]
        /// The other files of the package.
        var others: [String]
        /// What they say, where that is not nothing.
        var texts: [String: String] = [:]

        var testDescription: String { file }
    }

    private static let common = [
        "\n", " ", "  ", "\t", "\r\n", "#", "\"", "'", "\\", "\0", "\u{feff}", "é", "-1", "0", "1",
        "99999999999999999999",
        "1e999", "[", "]", "{", "}", ":", "- ", "&a ", "*a", "../", "/", "~", "|", "%d",
    ]

    static let grammars: [Grammar] = [
        Grammar(
            file: "testdata/config.yaml",
            text: "time: 1s\nmemory: 64m\nchecker_type: testlib\nchecker: c.py\nsubtasks:\n- {id: 1, type: sum, cases: "
                + "[{input: 1.in, output: 1.out, time: 500ms}]}\n- {id: 2, if: [1], score: 30, cases: [{input: 2.in}]}\n",
            words: [
                "type: interactive\n", "interactor: c.py\n", "filename: a\n", "cases: ", "if: [2]", "score: ", "min",
                "max",
                "2s", "1.5", "16k", "noOutputFile: true\n", "langs: [cc]\n", "user_extra_files: [1.in]\n",
            ],
            others: [
                "problem.yaml", "testdata/1.in", "testdata/1.out", "testdata/2-1.in", "testdata/2.in", "testdata/c.py",
            ]),
        Grammar(
            file: "config.yaml",
            text: "type: objective\nanswers: {1: [A, 10], 2-1: [[A, C], 5], 2-2: {A: 3, B: 4.5}}\n",
            words: ["answers: ", "[[", "]]", "{a: 1}", "type: submit_answer\nsubType: multi\n", "filename: a#\n", "5"],
            others: ["1.in", "1.out"]),
        Grammar(
            file: "init.yml",
            text: "archive: t.zip\ntest_cases:\n  input_format: '(?:(?P<batch>[a-z]{1,3}?)-)*(?P<case>\\d+)\\.in$'\n"
                + "  output_format: ^(?P<case>.+)(?=\\.out)\nsymlinks: {a: /dev/stdin}\nchecker: {name: c.py, args: {b: [1]}}\n",
            words: [
                "(?", "(?:", "(?P<case>", ")", "{2,3}", "{1000}", "*?", "+", "\\w", "\\b", "[^", "-", "$", "^",
                "custom_judge: c.py\n",
                "checker: c.py\n", "in.1",
            ],
            others: [
                "t.zip/a-1.in", "t.zip/1.in", "t.zip/1.out", "t.zip/in.1", "c.py", "verdict-generated/dmoj/__main__.py",
            ]),
        Grammar(
            file: "generators/generators.yaml",
            text:
                "random_salt: a\ngenerators: {g: [a.py, b.py]}\ndata:\n  sample: {data: {s: {copy: m}}}\n  secret:\n    data:\n"
                + "    - one: {include: [s], data: [{a: 'g 1 {seed}'}, {b: {generate: g, count: 1..=3}}]}\n    - c: {in: x, ans: y}\n",
            words: [
                "data: ", "include: [s]", "count: ", "..=", "-9223372036854775808", "generate: ", "copy: ",
                "solution: ",
                "retries: 2\n", "{seed:1}", "{count}", "secret: ", "- ",
            ],
            others: ["generators/a.py", "generators/b.py", "generators/m.in", "submissions/accepted/a.py"],
            texts: ["problem.yaml": "problem_format_version: 2025-09\n"]),
        Grammar(
            file: "problem.conf",
            text:
                "use_builtin_judger on\nuse_builtin_checker wcmp\nn_tests 3\nn_ex_tests 1\nn_subtasks 2\nsubtask_end_1 1\n"
                + "subtask_end_2 3\nsubtask_dependence_2 1\ninput_suf in\noutput_suf out\ntime_limit_2 2\n",
            words: [
                "n_tests ", "many", "subtask_type ", "min", "on", "off", "point_score_1 ", "interaction_mode ",
                "with_implementer ", "subtask_dependence_2_1 ", "memory_limit ", "input_pre ", "token a",
            ],
            others: [
                "input1.in", "input2.in", "input3.in", "output1.out", "output2.out", "output3.out", "ex_input1.in",
                "ex_output1.out", "chk.cpp", "require/implementer.c",
            ]),
        Grammar(
            file: "data.yml",
            text: "subtasks:\n- {score: 40, type: sum, cases: [1, 2]}\n- {score: 60, type: mul, cases: [\"1\"]}\n"
                + "inputFile: a#.in\noutputFile: a#.out\nspecialJudge: {language: c, fileName: s.c}\n",
            words: [
                "min", "cases: ", "score: ", "type: ", "inputFile: ", "extraSourceFiles: ", "interactor: {}\n", "##",
            ],
            others: ["a1.in", "a1.out", "a2.in", "a2.out", "s.c"]),
        Grammar(
            file: "gen/data",
            text: "@testset one\ngen 1 2\n@subtask all\n@include one\nmanual a.in\ncopy ../b.in\n",
            words: ["@subtask ", "@testset ", "@include ", "manual ", "copy ", "all", "gen", "a.in", "@"],
            others: [
                "gen/manual/a.in", "b.in", "gen/gen.cpp", "solution/s.cpp", "verdict-generated/000.in",
                "verdict-generated/000.out", "verdict-generated/001.out", "verdict-generated/002.out",
            ],
            texts: [
                "problem.json": "{\"time_limit\": 1}", "subtasks.json": "{\"subtasks\": {\"all\": {\"score\": 100}}}",
                "solutions.json": "{\"s.cpp\": {\"verdict\": \"model_solution\"}}",
            ]),
        Grammar(
            file: "gen/GEN", text: "# ST: 40\n1 2\n# COPY: a\n# ST: 60\n3\n",
            words: ["# ST: ", "# COPY: ", "# ", "ST:"],
            others: ["input/input0.txt", "output/output0.txt", "gen/generator.c", "sol/solution.c"],
            texts: ["task.yaml": "time_limit: 1\nmemory_limit: 64\n"]),
        Grammar(
            file: "info.toml",
            text:
                "title = \"A\"\ntimelimit = 2.0\n[[tests]]\nname = \"a.in\"\nnumber = 1\n[[tests]]\nname = \"r.cpp\"\n"
                + "number = 2\n[params]\nN = 5\n[[solutions]]\nname = \"w.cpp\"\nexpect = \"WA\"\n",
            words: ["[[tests]]\n", "number = ", "name = ", "[params]\n", "'''", "\"\"\"", "= ", "a.b = 1\n", "true"],
            others: ["gen/a_00.in", "gen/r.cpp", "sol/correct.cpp", "sol/w.cpp", "checker.cpp", "out/a_00.out"]),
    ]

    private func files(_ grammar: Grammar, _ text: [UInt8]) -> [String: [UInt8]] {
        var files = Dictionary(grammar.others.map { ($0, [UInt8]()) }) { first, _ in first }
        for (name, text) in grammar.texts { files[name] = Array(text.utf8) }
        files[grammar.file] = text
        return files
    }

    @Test("end in a problem or in errors, whatever settings say, and wherever they end", arguments: grammars)
    func grammar(_ grammar: Grammar) throws {
        var random = SeededGenerator(seed: 41)
        let whole = Array(grammar.text.utf8)
        for length in 0...whole.count { try Self.read(files(grammar, Array(whole.prefix(length)))) }
        let words = Self.common + grammar.words
        for _ in 0..<Self.rounds * 10 {
            try Self.read(files(grammar, ReaderFuzzTests.mutated(grammar.text, with: words, &random)))
            let text = (0..<random.below(30)).map { _ in words[random.below(words.count)] }.joined()
            try Self.read(files(grammar, Array(text.utf8)))
        }
    }

    /// Reads a package that is only in memory, and asks what is to be made for it.
    private static func read(_ files: [String: [UInt8]]) throws {
        _ = try ReaderFuzzTests.read(files, as: nil)
        let entries = try files.map { path, bytes in
            PackageFile(path: try #require(TreePath(path)), size: ByteCount(Int64(bytes.count)))
        }
        let listing = PackageListing(name: "fuzz", files: entries)
        let contents = Dictionary(entries.map { ($0.path, files[$0.path.text] ?? []) }) { first, _ in first }
        guard let reader = PackageReaders.reader(of: listing.root, as: nil) as? any GeneratedPackageReader.Type,
            let settings = reader.settings(in: listing.root)
        else { return }
        let findings = Findings([])
        do throws(ProblemError) {
            let package = LoadedPackage(listing: listing, contents: contents)
            let generation = try reader.generation(of: package, settings, findings: findings)
            _ = generation.rounds
        } catch {
            #expect(!error.diagnostics.isEmpty)
        }
    }

    /// The packages of the repository, with the files that readers look into.
    private static let packages: [FilePath] = {
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("Testcases")
        return ["problems", "problems-generated", "problems-faulty", "problems-hostile"].flatMap { folder in
            let place = root.appending(folder)
            // Where there is no such folder the test says that there are no packages.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: place.string)) ?? []
            return names.sorted().map { place.appending($0) }.filter { package in
                var isFolder = false
                return FileManager.default.fileExists(atPath: package.string, isDirectory: &isFolder) && isFolder
            }
        }
    }()

    /// What is done to a file.
    private enum Harm: CaseIterable {
        case truncate, duplicateLines, swapLines, replaceBytes, hugeNumber, negativeNumber, nest, repeatAll, removeFile

        func apply(to bytes: inout [UInt8], _ random: inout SeededGenerator) {
            var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
            let (one, two) = (random.below(lines.count), random.below(lines.count))
            switch self {
            case .truncate: bytes = Array(bytes.prefix(random.below(bytes.count + 1)))
            case .duplicateLines:
                lines.insert(contentsOf: lines[min(one, two)...max(one, two)], at: one)
                bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
            case .swapLines:
                lines.swapAt(one, two)
                bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
            case .replaceBytes:
                for _ in 0...random.below(4) where !bytes.isEmpty {
                    bytes[random.below(bytes.count)] = UInt8(random.below(256))
                }
            case .hugeNumber: replaceNumber(in: &bytes, "999999999999999999999999", &random)
            case .negativeNumber: replaceNumber(in: &bytes, "-1", &random)
            case .nest:
                bytes.insert(
                    contentsOf: Array(repeating: UInt8(ascii: "["), count: 3000), at: random.below(bytes.count + 1))
            case .repeatAll: bytes += bytes
            case .removeFile: break
            }
        }

        /// Puts `text` in the place of some digits.
        private func replaceNumber(in bytes: inout [UInt8], _ text: String, _ random: inout SeededGenerator) {
            let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
            let places = bytes.indices.filter { isDigit(bytes[$0]) }
            guard !places.isEmpty else { return }
            let start = places[random.below(places.count)]
            let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
            bytes.replaceSubrange(start..<end, with: Array(text.utf8))
        }
    }

    @Test("end in a problem or in errors with every package of the repository, harmed in every way")
    func repository() throws {
        #expect(Self.packages.count > 60)
        var random = SeededGenerator(seed: 8)
        for path in Self.packages {
            guard let directory = try? PackageDirectory(path), let needs = try? Problem.needs(of: directory.listing)
            else {
                continue
            }
            var files = Dictionary(directory.listing.files.map { ($0.path, [UInt8]()) }) { first, _ in first }
            for (path, bytes) in try directory.contents(needs) { files[path.text] = bytes }
            let names = needs.map(\.file.path.text).sorted()
            for round in 0..<Self.rounds {
                var changed = files
                let harm = Harm.allCases[(round + random.below(Harm.allCases.count)) % Harm.allCases.count]
                if harm == .removeFile {
                    let all = files.keys.sorted()
                    changed[all[random.below(all.count)]] = nil
                } else {
                    let name = names[random.below(names.count)]
                    harm.apply(to: &changed[name, default: []], &random)
                }
                try Self.read(changed)
            }
        }
    }
}
