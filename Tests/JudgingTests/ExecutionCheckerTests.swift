import Executions
import Grading
import Sandbox
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

@testable import Judging

/// Checkers that executions bring along, with real compilers and real cells.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ExecutionCheckerTests {
    private static let root = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()

    private static func judge(
        _ executions: [Execution], headers: [ExecutionFile] = []
    ) async throws -> [ExecutionResult] {
        let catalog = try RepositoryLanguages.catalog
        return try await withSandbox { sandbox in
            let host = JudgeHost(executor: sandbox, languages: catalog, headers: headers)
            var results: [ExecutionResult] = []
            for execution in executions { results.append(try await ExecutionJudge(host: host).judge(execution)) }
            return results
        }
    }

    private static func file(_ name: String, _ text: String) -> ExecutionFile {
        ExecutionFile(name: name, bytes: Array(text.utf8))
    }

    /// A program in Python, whose outputs a checker looks at on these inputs.
    private static func execution(
        _ program: String = "print(input())", _ inputs: [String] = ["1"], _ checker: ExecutionChecker
    ) -> Execution {
        var execution = Execution(
            language: "python3", sources: [file("main.py", program)],
            tests: inputs.map {
                ExecutionTest(input: Array($0.utf8), expectation: .init(output: Array("secret\n".utf8), checker: nil))
            })
        execution.checker = checker
        return execution
    }

    private static func python(_ text: String, _ convention: String = "dmoj") -> ExecutionChecker {
        ExecutionChecker(sources: [file("check.py", text)], convention: convention)
    }

    @Test("It has the input, the output and the answer, and is called and understood by its convention")
    func conventions() async throws {
        let library = try HeaderFolder.files(in: Self.root.appending("Testcases/problems/coins/files"))
        #expect(library.map(\.name) == ["testlib.h"])
        let testlib = ExecutionChecker(
            sources: [
                Self.file(
                    "main",
                    """
                    #include "testlib.h"
                    int main(int argc, char **argv) {
                        registerTestlibCmd(argc, argv);
                        long long wanted = inf.readLong(0, 9, "n"), found = ouf.readLong(0, 9, "n");
                        if (ans.readToken() != "secret") quitf(_fail, "no answer");
                        if (found != wanted) quitf(_wa, "%lld is not %lld", found, wanted);
                        quitf(_ok, "fine");
                    }
                    """)
            ], language: "cpp")
        let icpc = Self.python(
            """
            import sys
            given, answer = (open(name).read() for name in sys.argv[1:3])
            open(sys.argv[3] + "judgemessage.txt", "w").write("not the same")
            sys.exit(42 if sys.stdin.read() == given + "\\n" and answer == "secret\\n" else 43)
            """, "icpc")
        let spoken = Self.python("print('said aloud'); raise SystemExit(43)", "icpc")
        let cms = Self.python("print(0.25)", "cms")
        let program = "n = input(); print(n if n != '3' else 4)"
        let results = try await Self.judge(
            [Self.execution(program, ["1", "3"], testlib), Self.execution(program, ["1", "3"], icpc)]
                + [Self.execution(program, ["1"], cms), Self.execution(program, ["1"], testlib)]
                + [Self.execution(program, ["1"], spoken)], headers: library)
        let verdicts: [[Verdict]] = [
            [.accepted, .wrongAnswer], [.accepted, .wrongAnswer], [.partial], [.accepted], [.wrongAnswer],
        ]
        #expect(results[0].checker?.succeeded == true, "\(results[0].checker?.log ?? "")")
        for (result, verdicts) in zip(results, verdicts) {
            #expect(result.tests.map(\.verdict) == verdicts, "\(result.tests.map(\.message))")
        }
        #expect(results[0].tests.last?.message.contains("4 is not 3") == true)
        #expect(results[1].tests.last?.message == "not the same")
        #expect(results[2].verdict == .partial && results[2].tests.first?.points != nil)
        #expect(results[3].checker?.isCached == true)
        #expect(results[4].tests.first?.message == "said aloud")
    }

    @Test("A checker that attacks, fails or does not compile is the judge's error, and others are not disturbed")
    func attacks() async throws {
        let table: [(checker: ExecutionChecker, word: String)] = [
            (Self.python("import os\nwhile True: os.fork()"), ""),
            (Self.python("import sys\nwhile True: sys.stdout.write('x' * 65536)"), "output limit"),
            (Self.python("import sys\nwhile True: sys.stderr.write('x' * 65536)"), "output limit"),
            (Self.python("while True: pass"), "CPU time limit"),
            (Self.python("import time; time.sleep(100)"), "wall time limit"),
            (Self.python("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"), "SIGSEGV"),
            (Self.python("raise SystemExit(99)"), "status 99"),
            // It may write nowhere but where its convention lets it.
            (Self.python("open('/data/answer', 'w').write('x'); raise SystemExit(0)"), ""),
            (
                Self.python(
                    "import sys\nf = open(sys.argv[3] + 'x', 'wb')\nwhile True: f.write(bytes(1 << 20))", "icpc"), ""
            ),
        ]
        let executions = table.map { entry in
            var checker = entry.checker
            (checker.limits.cpuTime, checker.limits.wallTime) = (.milliseconds(500), .seconds(2))
            checker.limits.memory = .mebibytes(256)
            return Self.execution("print(input())", ["1"], checker)
        }
        let (broken, good) = (Self.python("print('"), Self.python("raise SystemExit(0)"))
        let results = try await Self.judge(
            executions + [Self.execution("print(1)", ["1"], broken)] + [
                Self.execution("print(1)", ["1"], good)
            ])
        for ((checker, word), result) in zip(table, results) {
            let text = String(decoding: checker.sources[0].bytes, as: UTF8.self)
            let test = try #require(result.tests.first)
            // A traceback has the exit status 1, which is a wrong answer with dmoj's convention.
            #expect(word.isEmpty ? test.verdict != .accepted : test.verdict == .judgeError, "\(text): \(test)")
            #expect(test.ending == .exited(0) && test.message.contains(word), "\(text): \(test.message)")
        }
        let uncompiled = results[table.count]
        #expect(uncompiled.verdict == .judgeError && uncompiled.tests.isEmpty)
        #expect(uncompiled.checker?.succeeded == false && uncompiled.checker?.log.isEmpty == false)
        #expect(results[table.count + 1].verdict == .accepted)
    }

    @Test("The program finds neither the answer nor the checker, and its checker is not asked where it fails itself")
    func secrets() async throws {
        let program = """
            import os, sys
            found = []
            for place, folders, files in os.walk("/"):
                if place.startswith(("/proc", "/sys", "/usr", "/lib", "/dev")): folders.clear(); files = []
                for name in files:
                    try: text = open(os.path.join(place, name), "rb").read(1 << 16)
                    except OSError: continue
                    if b"sec" + b"ret" in text or b"not to be " + b"seen" in text: found.append(os.path.join(place, name))
            print(found)
            """
        let checker = Self.python(
            "import sys\nsys.exit(0 if open(sys.argv[2]).read() == '[]\\n' else 1) # not to be seen")
        var (secretive, crashing) = (
            Self.execution(program, ["1"], checker), Self.execution("raise SystemExit(3)", ["1"], checker)
        )
        secretive.limits.cpuTime = .seconds(20)
        secretive.limits.wallTime = .seconds(40)
        crashing.stopsAtFailure = true
        let results = try await Self.judge([secretive, crashing])
        #expect(
            results[0].verdict == .accepted,
            "\(String(decoding: results[0].tests.first?.output ?? [], as: UTF8.self)) \(results[0])")
        #expect(results[1].verdict == .runTimeError)
    }

    @Test("What came of an execution with a checker is told in its order, or is impossible")
    func outcomes() {
        let (good, bad) = (ExecutionCompilation(succeeded: true), ExecutionCompilation(succeeded: false))
        let test = ExecutedTest(index: 0, verdict: .accepted, ending: .exited(0))
        let checked = Self.execution("1", ["1"], Self.python("1"))
        var plain = checked
        plain.checker = nil
        let table: [(of: Execution, steps: [ExecutionEvent], verdict: Verdict?)] = [
            (checked, [.compiled(good), .compiledChecker(good), .tested(test)], .accepted),
            (checked, [.compiled(good), .compiledChecker(bad)], .judgeError),
            (checked, [.compiled(bad)], .compileError), (checked, [.compiled(good), .tested(test)], nil),
            (checked, [.compiledChecker(good)], nil), (checked, [.compiled(bad), .compiledChecker(good)], nil),
            (checked, [.compiled(good), .compiledChecker(bad), .tested(test)], nil),
            (checked, [.compiled(good), .compiledChecker(good), .compiledChecker(good)], nil),
            (plain, [.compiled(good), .compiledChecker(good)], nil),
            (plain, [.compiled(good), .tested(test)], .accepted),
        ]
        for (execution, steps, verdict) in table {
            #expect((try? Self.verdict(of: execution, steps)) == verdict, "\(steps)")
        }
    }

    private static func verdict(of execution: Execution, _ steps: [ExecutionEvent]) throws -> Verdict {
        var outcome = ExecutionOutcome(of: execution)
        for step in steps {
            switch step {
            case .compiled(let compilation): _ = try outcome.add(compilation)
            case .compiledChecker(let compilation): _ = try outcome.add(checker: compilation)
            case .tested(let test): _ = try outcome.add(test)
            }
        }
        return try outcome.result(by: "one").verdict
    }
}
