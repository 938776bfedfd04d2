import Grading
import PackageFiles
import Problems
import Testing
import Units

@Suite("A package of Polygon") struct PolygonReadingTests {
    @Test("is read into the model")
    func read() throws {
        let problem = try TemporaryPackage.polygon().problem()
        #expect(problem.format == .polygon && problem.home == .polygon && problem.warnings.isEmpty)
        #expect(problem.name == "Sum" && problem.about.names == ["ru": "Сумма", "en": "Sum"])
        #expect(problem.about.version == "7" && problem.about.keywords == ["math", "easy"])
        #expect(problem.timeLimit == .fixed(.milliseconds(1500), source: "problem.xml"))
        #expect(
            problem.limits.memory == .mebibytes(256) && !problem.isScoring && problem.grading.isFirstFailureDeciding)
        #expect(problem.testCases.map(\.name) == ["sample/01", "tests/02", "tests/03"])
        #expect(problem.testCases.map(\.isSample) == [true, false, false])
        #expect(
            problem.testCases[2].input.path.text == "tests/03" && problem.testCases[2].answer.path.text == "tests/03.a")
        #expect(problem.testCases[2].notes.description == "the last")
        #expect(problem.submissions.map(\.path) == ["solutions/sum.cpp", "solutions/sum.py"])
        #expect(
            problem.submissions.map(\.language) == ["cpp", "python3"] && problem.submissions[0].names == ["sum.cpp"])
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no checker")
            return
        }
        #expect(custom.convention == .checker(CheckerConvention(.testlib)) && custom.exchange == .afterTheRun)
        #expect(custom.validators.map(\.name) == ["files/check.cpp"] && custom.interactor == nil)
        #expect(custom.validators[0].files.map(\.name) == ["check.cpp", "grader.h", "testlib.h"])
    }

    /// A part of `problem.xml`, what stands there instead, and what is said of it.
    static let refused: [(old: String, new: String, message: String)] = [
        ("</judging>", "", "problem.xml:30: not XML: </problem> where </judging> of line 5 has to come"),
        ("<names>", "<!DOCTYPE a><names>", "problem.xml:3: document types and entities are not read"),
        ("problem", "contest", "problem.xml:2: the outermost element must be <problem>, not <contest>"),
        ("judging", "judged", "problem.xml:2: there is no <judging>"),
        ("input-file=\"\"", "input-file=\"a/in.txt\"", "problem.xml:5: \"input-file\" must be the name of a file"),
        ("output-file=\"\"", "output-file=\"..\"", "problem.xml:5: \"output-file\" must be the name of a file"),
        ("run-count=\"1\"", "run-count=\"3\"", "problem.xml:5: \"run-count\" must be 1 or 2, not \"3\""),
        (
            "output-file=\"\" run-count=\"1\"", "output-file=\"a\" run-count=\"2\"",
            "problem.xml:5: submissions run twice on a test, and read or write a file"
        ),
        (
            "<validators/>",
            "<interactor><source path=\"solutions/sum.py\" type=\"python.3\"/><runs><run>2</run></runs></interactor>",
            "problem.xml:23: the interactor is called in run \"2\", and submissions have 1"
        ),
        (
            "<testset name=\"tests\">", "<testset name=\"all\">",
            "problem.xml:5: there is no testset \"tests\", only all"
        ),
        ("<time-limit>1500<", "<time-limit>0<", "problem.xml:7: <time-limit> must be a whole number from 1 to"),
        ("<time-limit>1500<", "<time-limit>1.5<", "problem.xml:7: <time-limit> must be a whole number from 1 to"),
        ("<time-limit>1500</time-limit>", "", "problem.xml:6: <testset> needs <time-limit>; add it"),
        ("<memory-limit>2", "<memory-limit>x", "problem.xml:8: <memory-limit> must be a whole number"),
        ("<test-count>3<", "<test-count>4<", "problem.xml:6: <test-count> is 4, and there are 3 tests"),
        ("tests/%02d<", "tests/%s<", "problem.xml:10: <input-path-pattern> must be a path with one number"),
        ("tests/%02d<", "tests/%02d%02d<", "problem.xml:10: <input-path-pattern> must be a path with one number"),
        ("tests/%02d.a<", "tests/a<", "problem.xml:10: <answer-path-pattern> must be a path with one number"),
        (
            "tests/%02d.a<", "tests/%03d.a<",
            "problem.xml:12: the file tests/001.a of test 1 is not there, and files of 2"
        ),
        (
            "<!-- groups -->", "<checks/>",
            "problem.xml:16: <checks> in <testset> is not known, so how it is to be judged"
        ),
        (
            " sample=\"true\"", " points=\"-1\"",
            "problem.xml:12: \"points\" must be a decimal number not below 0, not \"-1\""
        ),
        ("checker", "chequer", "problem.xml:21: there is no <checker>"),
        ("type=\"testlib\"", "type=\"own\"", "problem.xml:22: the checker's type is \"own\""),
        (
            "name=\"std::wcmp.cpp\" type=\"testlib\"><source path=\"files/check.cpp\" type=\"cpp.g++17\"/>",
            "name=\"own.cpp\" type=\"testlib\">", "problem.xml:22: the checker has no <source>"
        ),
        (
            "files/check.cpp", "files/chk.cpp",
            "problem.xml:22: the source files/chk.cpp of the checker is not in the package"
        ),
        ("\"cpp.g++17\"", "\"java17\"", "problem.xml:22: a checker of the type \"java17\" is not built"),
        ("<validators/>", "<interactor/>", "problem.xml:23: the interactor has no <source>"),
        (
            "</resources>", "<file path=\"files/x.h\"><assets><asset name=\"solution\"/></assets></file></resources>",
            "problem.xml:20: the file files/x.h is not in the package"
        ),
        (
            "</resources>",
            "<file path=\"files/notes.txt\"><stages><stage name=\"run\"/></stages><assets><asset name=\"SOLUTION\"/></assets></file></resources>",
            "problem.xml:20: files/notes.txt is to lie beside a submission while it runs"
        ),
    ]

    @Test("is refused with the reason and the line where it cannot be judged as it says", arguments: refused.indices)
    func refusals(index: Int) throws {
        let (old, new, message) = Self.refused[index]
        let errors = try TemporaryPackage.polygon([old: new]).errors()
        #expect(errors.contains { $0.hasPrefix(message) }, "\(old) → \(new): \(errors)")
    }

    @Test("without the data that generators write is refused with advice")
    func standardPackage() throws {
        let package = try TemporaryPackage.polygon(changing: ["tests/02": nil, "tests/02.a": nil, "tests/03.a": nil])
        #expect(
            package.errors() == [
                "problem.xml:13: the file tests/02 of test 2 is not there, and files of 1 more tests. A standard package "
                    + "leaves out what generators and the main solution write: `verdict judge` and `verdict submit` make it, or "
                    + "download the full package"
            ])
    }

    @Test("may have submissions read and write files, but for those that talk with an interactor")
    func streams() throws {
        let names = ["input-file=\"\"": "input-file=\"in.txt\"", "output-file=\"\"": "output-file=\"out.txt\""]
        let problem = try TemporaryPackage.polygon(names).problem()
        #expect(problem.inputFile == "in.txt" && problem.outputFile == "out.txt")
        let standard = ["input-file=\"\"": "input-file=\"stdin\"", "output-file=\"\"": "output-file=\"stdout\""]
        let plain = try TemporaryPackage.polygon(standard).problem()
        #expect(plain.inputFile == nil && plain.outputFile == nil)
        let interactor = "<interactor><source path=\"solutions/sum.py\" type=\"python.3\"/></interactor>"
        let errors = try TemporaryPackage.polygon(names.merging(["<validators/>": interactor]) { $1 }).errors()
        #expect(errors.contains { $0.contains("talk with an interactor, and read or write a file") }, "\(errors)")
    }

    @Test("may have submissions run twice, and the interactor called in some of the runs")
    func runs() throws {
        let twice = ["run-count=\"1\"": "run-count=\"2\""]
        #expect(try TemporaryPackage.polygon().problem().runs.isEmpty)
        #expect(try TemporaryPackage.polygon(twice).problem().runs == [.alone, .alone])
        let tag = ["run-count=\"1\"": "", "value=\"math\"": "value=\"run-twice\""]
        #expect(try TemporaryPackage.polygon(tag).problem().runs == [.alone, .alone])
        let lists: [(text: String, runs: [SuccessiveRun])] = [
            ("<run>1</run>", [.withInteractor, .alone]), ("<run>2</run>", [.alone, .withInteractor]),
            ("<run>1</run><run>2</run>", [.withInteractor, .withInteractor]),
        ]
        let source = "<interactor><source path=\"solutions/sum.py\" type=\"python.3\"/>"
        for list in lists {
            let interactor = "\(source)<runs>\(list.text)</runs></interactor>"
            let problem = try TemporaryPackage.polygon(twice.merging(["<validators/>": interactor]) { $1 }).problem()
            #expect(problem.runs == list.runs)
        }
        let untold = try TemporaryPackage.polygon(twice.merging(["<validators/>": "\(source)</interactor>"]) { $1 })
            .errors()
        #expect(untold.contains { $0.contains("<runs> does not say in which run") }, "\(untold)")
    }

    @Test("has a name of its own for each test, wherever the number stands in the path")
    func names() throws {
        let problem = try TemporaryPackage.polygon(
            ["tests/%02d<": "data/%d/in<", "tests/%02d.a<": "data/out%03d<"],
            changing: [
                "data/1/in": "", "data/2/in": "", "data/3/in": "", "data/out001": "", "data/out002": "",
                "data/out003": "",
            ]
        ).problem()
        #expect(problem.testCases.map(\.name) == ["sample/1", "tests/2", "tests/3"])
        #expect(
            problem.testCases[2].input.path.text == "data/3/in"
                && problem.testCases[2].answer.path.text == "data/out003")
    }

    @Test("without testlib.h is refused, for its checker needs it, unless that is in another language")
    func library() throws {
        let errors = try TemporaryPackage.polygon(changing: ["files/testlib.h": nil]).errors()
        #expect(errors.count == 1)
        #expect(errors.first?.hasPrefix("problem.xml:22: there is no testlib.h, which the checker needs") == true)
        let python = try TemporaryPackage.polygon(["cpp.g++17": "python.3"], changing: ["files/testlib.h": nil])
        #expect(python.errors().isEmpty)
        let beside = try TemporaryPackage.polygon(
            ["files/check.cpp": "check.cpp"], changing: ["files/testlib.h": nil, "testlib.h": ""])
        #expect(beside.errors().isEmpty)
    }

    @Test(
        "is read with a warning where something is not used, and no verdict depends on it",
        arguments: [
            ("<statements/>", "<videos/>", "problem.xml:4: <videos> is not known, and not used"),
            (
                "</judging>", "<testset name=\"pretests\"/></judging>",
                "problem.xml:18: the testset \"pretests\" is not judged"
            ),
            ("cpu-speed", "cpu-cores", "problem.xml:5: the attribute \"cpu-cores\" is not known"),
            ("\"python.3\"", "\"python.2\"", "problem.xml:26: solutions/sum.py is of the type \"python.2\""),
            ("solutions/sum.py", "solutions/a.py", "problem.xml:26: the source solutions/a.py of a solution is not in"),
            ("\"rejected\"", "\"slow\"", "problem.xml:26: the tag \"slow\" is not known, so nothing is promised"),
            ("<validators/>", "<scorer/>", "problem.xml:23: the scorer is not used"),
        ])
    func warnings(old: String, new: String, message: String) throws {
        let warnings = try TemporaryPackage.polygon([old: new]).warnings()
        #expect(warnings.count == 1 && warnings[0].hasPrefix(message), "\(warnings)")
    }

    @Test("has a format that can be named; a problem.yaml beside goes first")
    func formats() throws {
        let both = try TemporaryPackage.polygon(
            changing: [
                "problem.yaml": "", "data/sample/1.in": "", "data/sample/1.ans": "", "data/secret/1.in": "",
                "data/secret/1.ans": "",
            ])
        let problem = try both.problem()
        #expect(problem.format == .legacy)
        #expect(
            problem.warnings.contains { $0.description.hasPrefix("problem.xml: not read, as there is a problem.yaml") })
        #expect(try ProblemPackage(PackageDirectory(both.path), as: .polygon).problem.format == .polygon)
        let package = try TemporaryPackage.polygon()
        #expect(throws: ProblemError.self) { try ProblemPackage(PackageDirectory(package.path), as: .legacy) }
        let other = try TemporaryPackage(changing: ["problem.yaml": "problem_format_version: polygon\n"])
        #expect(other.errors().first?.contains("there is no format \"polygon\"") == true)
        #expect(throws: ProblemError.self) { try ProblemPackage(PackageDirectory(other.path), as: .polygon) }
    }

    @Test("with an interactor has both programs")
    func interactor() throws {
        let element = "<interactor><source path=\"files/check.cpp\" type=\"cpp.g++17\"/></interactor>"
        let problem = try TemporaryPackage.polygon(["<validators/>": element]).problem()
        guard case .custom(let custom) = problem.validation else {
            Issue.record("no checker")
            return
        }
        #expect(custom.exchange == .interactive && custom.interactor?.files == custom.validators.first?.files)
    }

    @Test("puts graders beside submissions in their languages")
    func graders() throws {
        func file(_ name: String, _ types: String) -> String {
            "<file path=\"files/\(name)\" \(types)><stages><stage name=\"COMPILE\"/></stages>"
                + "<assets><asset name=\"checker\"/><asset name=\"solution\"/></assets></file>"
        }
        let all = file("grader.h", "for-types=\"cpp.*;python.3\"") + file("notes.txt", "for-type=\"*\"")
        let includes = try TemporaryPackage.polygon(["</resources>": all + "</resources>"]).problem().includes
        #expect(
            includes.mapValues { $0.map(\.name) } == [
                "cpp": ["grader.h", "notes.txt"], "python3": ["grader.h", "notes.txt"], "default": ["notes.txt"],
            ])
        let main = file("grader.h", "main=\"true\" for-types=\"python.*\"")
        let errors = try TemporaryPackage.polygon(["</resources>": main + "</resources>"]).errors()
        #expect(
            errors.first?.hasPrefix("problem.xml:20: a main program that starts a submission in pypy3, python3") == true
        )
    }

    @Test("has one of testlib's own checkers if it names it without a source")
    func standardChecker() throws {
        let source = "<source path=\"files/check.cpp\" type=\"cpp.g++17\"/>"
        #expect(
            try TemporaryPackage.polygon([source: ""]).problem().validation
                == .native(checker: "testlib.wcmp", arguments: []))
        guard case .custom = try TemporaryPackage.polygon().problem().validation else {
            Issue.record("the source that is there is not the checker")
            return
        }
    }
}
