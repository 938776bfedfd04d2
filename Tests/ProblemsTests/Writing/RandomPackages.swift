import TestSupport

/// Packages with all that a format can say, here and there, and different for each seed.
struct RandomPackages {
    private var random: SeededGenerator
    /// Whether nothing is said that only one format has words for.
    private let isPlain: Bool

    init(seed: UInt64, isPlain: Bool = false) {
        random = SeededGenerator(seed: seed)
        self.isPlain = isPlain
    }

    /// The text, unless only what all formats have words for is to be said.
    private func special(_ text: String) -> String { isPlain ? "" : text }

    private mutating func one<Value>(_ values: [Value]) -> Value { values[random.below(values.count)] }

    private mutating func some(_ values: [String]) -> [String] { values.filter { _ in random.chance(1, in: 2) } }

    /// Texts of which YAML or XML make something else, if they are not written as they have to be.
    private static let words = [
        "yes", "null", "1e5", "2025-09-01", "a: b", "# no remark", "- item", "'quoted'", "\\\"", "ü ö", "{x}", "&a",
        "*b", "1_000",
        "0x1F", "plain", "<tag>", "a & b", "~", "[", "tab\\tand", "12:30", "!x", "%", "@", "trailing: ",
    ]

    private mutating func word() -> String { one(Self.words) }

    private mutating func quoted() -> String { "\"\(word())\"" }

    private mutating func maybe(_ chance: Int = 2, _ line: (inout RandomPackages) -> String) -> String {
        random.chance(1, in: chance) ? line(&self) : ""
    }

    private mutating func addTests(_ count: Int, to folder: String, _ files: inout [String: String], icpc: Bool) {
        for _ in 0..<count {
            let name = one(["1", "2", "10", "a", "b-2", "b", "B", "03", "more/1", "more/x", "c.d"])
            files["\(folder)/\(name).in"] = "in \(folder) \(name)"
            files["\(folder)/\(name).ans"] = "answer \(folder) \(name)"
            guard icpc, !isPlain, random.chance(1, in: 3) else { continue }
            files["\(folder)/\(name).yaml"] =
                settings() + maybe { "hint: \($0.quoted())\n" }
                + maybe { "description: \($0.quoted())\n" }
            if random.chance(1, in: 3) { files["\(folder)/\(name).files/table"] = "file \(folder) \(name)" }
        }
    }

    private mutating func settings() -> String {
        guard !isPlain else { return "" }
        return maybe { "args: [\($0.quoted()), \($0.quoted())]\n" }
            + maybe { _ in "output_validator_args: [case_sensitive]\n" }
            + maybe { "input_validator_args: \($0.one(["[a]", "[]", "{v.py: [b, c]}"]))\n" }
            + maybe { "full_feedback: \($0.one(["true", "false"]))\n" }
    }

    private mutating func addSubmissions(_ files: inout [String: String], folders: [String], remarks: Bool) {
        files["submissions/accepted/sum.py"] = "print(1)\n"
        for folder in folders where random.chance(1, in: 2) {
            for name in ["a.py", "b.c", "c/main.cpp"] where random.chance(1, in: 2) {
                let results = one(["CORRECT", "WRONG-ANSWER, TIMELIMIT", "RUN-ERROR", "MEMORY-LIMIT", "CHECK-MANUALLY"])
                files["submissions/\(folder)/\(name)"] = remarks ? "// @EXPECTED_RESULTS@: \(results)\n" : "x\n"
            }
        }
    }

    private mutating func limits(_ entries: [String]) -> String {
        let chosen = some(entries)
        return chosen.isEmpty ? "" : "limits: {\(chosen.joined(separator: ", "))}\n"
    }

    /// A package of the format 2025-09.
    mutating func icpc() -> [String: String] {
        let isScoring = random.chance(1, in: 2)
        let kinds =
            [isScoring ? "scoring" : "pass-fail"] + some(isPlain && isScoring ? [] : ["interactive", "multi-pass"])
        let hasValidator = kinds.count > 1 || (random.chance(1, in: 2) && !(isPlain && isScoring))
        var files = ["input_validators/v.py": "", "statement/problem.en.tex": "x"]
        let isMultiPass = kinds.contains("multi-pass")
        files["problem.yaml"] =
            "problem_format_version: 2025-09\ntype: [\(kinds.joined(separator: ", "))]\n"
            + "name: {en: \(quoted()), de: \(quoted())}\nuuid: 5a1c1d6c-3b0e-4f2a-9a54-0c6a0f1a7b11\n"
            + maybe { "version: \($0.quoted())\n" }
            + maybe {
                "credits: {authors: [\($0.quoted()), {name: Ada, email: a@example.org, orcid: x}], testers: Bo}\n"
            }
            + maybe { "source: \($0.one(["A contest", "{name: \"x: y\", url: \"https://example.org\"}"]))\n" }
            + maybe { "license: \($0.one(["cc by", "cc0", "educational"]))\n" }
            + maybe { "rights_owner: \($0.quoted())\n" }
            + maybe { "keywords: [\($0.quoted()), math]\n" } + maybe { _ in "embargo_until: 2026-01-01\n" }
            + maybe { _ in "languages: [c, python3]\n" } + special(maybe { _ in "allow_file_writing: true\n" })
            + maybe { "constants: {one: 1, two: {value: \($0.quoted()), words: \($0.quoted())}}\n" }
            + limits(
                [
                    one(["time_limit: 2", "time_limit: 1.5, time_resolution: 0.1", "time_resolution: 0.25"]),
                    "time_multipliers: {ac_to_time_limit: 3, time_limit_to_tle: 1.25}", "memory: 256", "output: 1",
                    "code: 7",
                    "compilation_time: 9", "validation_memory: 99", isMultiPass ? "validation_passes: 5" : "output: 2",
                ])
        if hasValidator { files["output_validator/\(one(["check.py", "a/b.cpp", "x.cpp"]))"] = "{{one}}" }
        if random.chance(1, in: 3) { files["include/default/lib.py"] = "{{two.words}}" }
        addSubmissions(
            &files, folders: ["accepted", "wrong_answer", "time_limit_exceeded", "rejected", "mixed", "own"],
            remarks: false)
        addTests(2, to: "data/sample", &files, icpc: true)
        files["data/sample/test_group.yaml"] = maybe { $0.settings() }
        addSecret(&files, isScoring: isScoring)
        files["submissions/submissions.yaml"] = promises(files, isScoring: isScoring)
        return files
    }

    private mutating func addSecret(_ files: inout [String: String], isScoring: Bool) {
        guard isScoring, random.chance(2, in: 3) else {
            addTests(4, to: "data/secret", &files, icpc: true)
            let rule = one([
                "max_score: 60\nscore_aggregation: pass-fail\n", isPlain ? "" : "max_score: unbounded\n",
                "score_aggregation: min\n",
                "",
            ])
            return files["data/secret/test_group.yaml"] =
                (isScoring ? rule + special(maybe { _ in "require_pass: sample\n" }) : "") + settings()
        }
        files["data/secret/test_group.yaml"] = one([
            isPlain ? "" : "max_score: unbounded\n", "score_aggregation: sum\n",
        ])
        let isOpen = files["data/secret/test_group.yaml"] == "max_score: unbounded\n"
        for group in ["1", "10-x", "2", "b"] where random.chance(2, in: 3) || group == "b" {
            addTests(3, to: "data/secret/\(group)", &files, icpc: true)
            let rule = one(["pass-fail", "sum", "min"])
            let maximum =
                isOpen && rule != "pass-fail" && random.chance(1, in: 3) ? "unbounded" : "\(random.below(50) * 6)"
            let hasFirst = files["data/secret/1/test_group.yaml"]?.contains("pass-fail") == true && group != "1"
            files["data/secret/\(group)/test_group.yaml"] =
                "max_score: \(maximum)\nscore_aggregation: \(rule)\n" + settings()
                + special(
                    maybe {
                        "require_pass: \(hasFirst && $0.random.chance(1, in: 2) ? "[sample, secret/1]" : "sample")\n"
                    })
        }
    }

    private mutating func promises(_ files: [String: String], isScoring: Bool) -> String {
        var text = maybe(3) {
            "\($0.one(["wrong_answer", "accepted", "own"])): {use_for_time_limit: false, message: \($0.quoted())}\n"
        }
        let names = files.keys.filter { $0.hasPrefix("submissions/") && !$0.contains("c/main") }
            .map { $0.dropFirst("submissions/".count) }.sorted()
        for name in names where random.chance(1, in: 3) {
            let isWrong = name.hasPrefix("wrong_answer")
            text +=
                "\"\(name)\":\n  language: python3\n"
                + maybe { _ in "  permitted: \(isWrong ? "[WA, AC, RTE]" : "[AC, TLE, WA, RTE]")\n" }
                + maybe { _ in isScoring ? "  score: [1, 2.5]\n" : "" }
                + maybe { "  sample: {required: [\($0.one(["WA", "RTE", "TLE"])), AC], message: \($0.quoted())}\n" }
                + maybe { _ in isScoring ? "  secret/b: {score: 3}\n" : "  secret/*: {permitted: [AC, WA]}\n" }
        }
        return text
    }

    /// A package of the legacy format.
    mutating func legacy() -> [String: String] {
        let isScoring = random.chance(1, in: 2)
        let isDefault = isPlain && isScoring
        let validation = isDefault ? "default" : one(["default", "custom", "custom interactive", "custom multi-pass"])
        let isScoredByValidator = validation != "default" && isScoring && random.chance(1, in: 2)
        var files = ["problem_statement/problem.en.tex": "x", "input_validators/v.py": ""]
        files["problem.yaml"] =
            "name: \(quoted())\n" + (isScoring ? "type: scoring\n" : "")
            + "validation: \(validation)\(isScoredByValidator ? " score" : "")\n"
            + maybe { _ in "validator_flags: \(validation == "default" ? "case_sensitive" : "--a 1")\n" }
            + maybe { "author: \($0.quoted())\n" }
            + maybe { "source: \($0.quoted())\nsource_url: https://example.org\n" }
            + maybe { "license: cc by\nrights_owner: \($0.quoted())\n" } + maybe { _ in "keywords: [a, b]\n" }
            + maybe { _ in "languages: c cpp\n" }
            + (isScoring ? special(maybe(4) { _ in "grading: {objective: min}\n" }) : "")
            + limits(
                [
                    "time_multiplier: 2.5", "time_safety_margin: 3", "memory: 64", "code: 9", "compilation_time: 1.5",
                    "validation_time: 7",
                ])
        if validation != "default" { files["output_validators/check/\(one(["a.cpp", "b/c.py"]))"] = "" }
        switch random.below(3) {
        case 0: files[".timelimit"] = "2.5\n"
        case 1: files["domjudge-problem.ini"] = "timelimit = 3\n"
        default: break
        }
        if random.chance(1, in: 3) { files["include/python3/lib.py"] = "" }
        addSubmissions(
            &files, folders: ["accepted", "wrong_answer", "run_time_error", "memory_limit_exceeded", "compile_error"],
            remarks: false)
        addSubmissions(&files, folders: ["mixed", "slow"], remarks: true)
        addTests(2, to: "data/sample", &files, icpc: false)
        files["data/testdata.yaml"] = group(isScoring, isOutermost: true)
        files["data/sample/testdata.yaml"] = isScoring ? "accept_score: 0\n" : ""
        if random.chance(1, in: 3) { addTests(3, to: "data/secret", &files, icpc: false) }
        for folder in ["1", "1-b", "2"] {
            addTests(3, to: "data/secret/\(folder)", &files, icpc: false)
            files["data/secret/\(folder)/testdata.yaml"] = group(isScoring, isOutermost: false)
        }
        files["data/secret/testdata.yaml"] = group(isScoring, isOutermost: false)
        return files
    }

    private mutating func group(_ isScoring: Bool, isOutermost: Bool) -> String {
        guard !isPlain else {
            return isScoring
                ? "on_reject: continue\naccept_score: \(random.below(9))\n" : maybe { _ in "on_reject: break\n" }
        }
        let flags = isScoring && random.chance(1, in: 2) ? ["min"] : some(["first_error", "accept_if_any_accepted"])
        let reject = one(isScoring ? ["continue", "break", "continue"] : ["break", "break", "continue"])
        return "on_reject: \(reject)\n"
            + maybe { _ in "grader_flags: \"\(flags.joined(separator: " "))\(isOutermost ? " ignore_sample" : "")\"\n" }
            + (isScoring
                ? maybe { "accept_score: \($0.one(["5", "2.5", "1"]))\n" } + maybe { _ in "range: 0 100\n" } : "")
            + maybe(4) { _ in "output_validator_flags: case_sensitive\n" }
            + maybe(4) { _ in "input_validator_flags: -x 1\n" }
    }

    /// A package as Polygon exports it.
    mutating func polygon() -> [String: String] {
        let isScoring = random.chance(2, in: 3)
        let groups = ["one", "two", "b"]
        var files = ["files/check.cpp": "", "files/testlib.h": "", "solutions/sum.py": "x"]
        var tests = ""
        for number in 1...6 {
            files["tests/0\(number)"] = "in \(number)"
            files["tests/0\(number).a"] = "answer \(number)"
            let isSample = number == 1 || (isScoring && number == 3)
            let group = isScoring && !isSample && random.chance(3, in: 4) ? one(groups) : nil
            tests +=
                "<test method=\"manual\"" + (isSample ? " sample=\"true\"" : "")
                + (isScoring ? " points=\"\(isSample ? "0" : one(["5", "5", "2.5", "7"]))\"" : "")
                + (group.map { " group=\"\($0)\"" } ?? "") + maybe(3) { " description=\"\($0.escaped())\"" } + "/>"
        }
        let settings = groups.map { name in
            "<group name=\"\(name)\" points-policy=\"\(one(["each-test", "complete-group"]))\""
                + maybe { " feedback-policy=\"\($0.one(["none", "icpc"]))\"" } + "/>"
        }
        let hasSource = random.chance(1, in: 2)
        files["problem.xml"] = """
            <problem revision="2" short-name="sum" url="https://example.org">
            <names><name language="english" value="\(escaped())"/><name language="german" value="\(escaped())"/></names>
            <judging\(hasSource ? " treat-points-from-checker-as-percent=\"true\"" : "")><testset name="tests">
            <time-limit>\(one(["1000", "1500", "1234"]))</time-limit><memory-limit>\(one(["67108864", "65536"]))</memory-limit>
            <test-count>6</test-count><input-path-pattern>tests/%02d</input-path-pattern>
            <answer-path-pattern>tests/%02d.a</answer-path-pattern>
            <tests>\(tests)</tests><groups>\(isScoring ? settings.joined() : "")</groups></testset></judging>
            <assets><checker name="std::\(one(["wcmp", "rcmp6"])).cpp" type="testlib">\(hasSource ? Self.checker : "")</checker>
            <solutions><solution tag="\(one(["main", "rejected", "wrong-answer", "time-limit-exceeded-or-accepted"]))">
            <source path="solutions/sum.py" type="\(one(["python.3", "python.pypy3"]))"/></solution></solutions></assets>
            <tags><tag value="\(escaped())"/></tags></problem>
            """
        return files
    }

    private static let checker = "<source path=\"files/check.cpp\" type=\"cpp.g++17\"/>"

    private mutating func escaped() -> String {
        word().replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
