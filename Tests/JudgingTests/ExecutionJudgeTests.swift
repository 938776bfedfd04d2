import Executions
import Grading
import Sandbox
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

@testable import Judging

/// Programs without a problem around them, with real compilers and real cells.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ExecutionJudgeTests {
    private static func python(_ text: String, _ tests: [ExecutionTest] = [ExecutionTest()]) -> Execution {
        Execution(
            language: "python3", sources: [ExecutionFile(name: "main.py", bytes: Array(text.utf8))], tests: tests)
    }

    private static func judge(_ executions: Execution...) async throws -> [ExecutionResult] {
        let catalog = try RepositoryLanguages.catalog
        return try await withSandbox { sandbox in
            let judge = ExecutionJudge(host: JudgeHost(executor: sandbox, languages: catalog))
            var results: [ExecutionResult] = []
            for execution in executions { results.append(try await judge.judge(execution)) }
            return results
        }
    }

    @Test(
        "A program has as many processes as are asked for, also where these are fewer than usual",
        arguments: [1, 3, 80])
    func fewProcesses(most: Int) async throws {
        var execution = Self.python(
            """
            import os, time
            count = 1
            try:
                while count < 90:
                    if os.fork() == 0:
                        time.sleep(20)
                        os._exit(0)
                    count += 1
            except OSError:
                pass
            print(count)
            """)
        execution.limits.processes = most
        let test = try await Self.judge(execution)[0].tests[0]
        #expect(String(decoding: test.output, as: UTF8.self) == "\(most)\n" && test.ending == .exited(0))
    }

    @Test("Each test has its input, its arguments, and its verdict by the checker that it names")
    func testsAreRunAndCompared() async throws {
        func test(_ input: String, _ expected: String?, _ checker: String = "judge0.strip", _ arguments: [String] = [])
            -> ExecutionTest
        {
            var test = ExecutionTest(
                input: Array(input.utf8),
                expectation: expected.map { .init(output: Array($0.utf8), checker: checker) })
            test.arguments = arguments
            return test
        }
        let text = """
            import sys
            n = int(sys.stdin.read())
            if n < 0: sys.exit(3)
            print(n * 2, *sys.argv[1:])
            """
        let tests = [
            test("2\n", "4\n"), test("3\n", "7\n"), test("4\n", "8  \n\n"), test("-1\n", "0\n"), test("5\n", nil),
            test("6\n", "12 a b", "judge0.strip", ["a", "b"]), test("7", "1", "no such checker"),
        ]
        var lazy = Self.python(text, tests)
        lazy.stopsAtFailure = true
        let results = try await Self.judge(Self.python(text, tests), lazy)
        let verdicts: [Verdict] = [
            .accepted, .wrongAnswer, .accepted, .runTimeError, .accepted, .accepted, .judgeError,
        ]
        #expect(results[0].tests.map(\.verdict) == verdicts)
        #expect(results[0].tests[3].ending == .exited(3))
        #expect(String(decoding: results[0].tests[5].output, as: UTF8.self) == "12 a b\n")
        #expect(results[0].tests.allSatisfy { $0.cpuTime > .zero && $0.memory.bytes > 0 })
        #expect(results[0].verdict == .wrongAnswer)
        #expect(results[1].tests.map(\.verdict) == [.accepted, .wrongAnswer])
        #expect(!results[0].compilation.isCached && results[1].compilation.isCached)
    }

    @Test("What goes beyond a limit is told by that limit")
    func limitsAreKept() async throws {
        var slow = Self.python("while True: pass")
        slow.limits.cpuTime = .milliseconds(300)
        var idle = Self.python("import time; time.sleep(60)")
        idle.limits.wallTime = .milliseconds(500)
        var greedy = Self.python("a = bytearray(512 << 20)")
        greedy.limits.memory = .mebibytes(128)
        var loud = Self.python("import sys\nwhile True: sys.stdout.write('x' * 65536)")
        loud.limits.output = .mebibytes(1)
        let results = try await Self.judge(slow, idle, greedy, loud)
        let verdicts: [Verdict] = [.timeLimit, .idleLimit, .memoryLimit, .outputLimit]
        #expect(results.map(\.verdict) == verdicts)
        #expect(results[0].tests[0].ending == .cpuLimit)
        #expect(results[1].tests[0].ending == .wallLimit)
        #expect(results[3].tests[0].ending == .outputLimit)
        #expect(results[3].tests[0].output.count <= 1 << 20)
    }

    @Test("Who has room for so much only keeps no more of what tests write, however many there are")
    func littleIsKept() async throws {
        let execution = Self.python(
            "import sys; sys.stdout.write('x' * (15 << 20))", Array(repeating: ExecutionTest(), count: 6))
        let catalog = try RepositoryLanguages.catalog
        let result = try await withSandbox { sandbox in
            try await ExecutionJudge(host: JudgeHost(executor: sandbox, languages: catalog))
                .judge(execution, within: WrittenRoom())
        }
        #expect(result.tests.map(\.verdict) == Array(repeating: .accepted, count: 6))
        #expect(result.tests.map(\.isLeftOut) == [false, false, false, false, true, true])
        #expect(result.tests.map { $0.output.count >> 20 } == [15, 15, 15, 15, 0, 0])
    }

    @Test("Files lie beside the program, new for each test, and those that are wanted come back")
    func filesGoInAndOut() async throws {
        var execution = Self.python(
            """
            text = open("data/in.txt").read()
            open("data/in.txt", "w").write("changed")
            open("out.txt", "w").write(text.upper())
            """, [ExecutionTest(), ExecutionTest()])
        execution.files = [ExecutionFile(name: "data/in.txt", bytes: Array("hello".utf8))]
        execution.wantedFiles = ["out.txt", "data/in.txt", "missing.txt", "main.py/x"]
        var small = execution
        small.limits.output = ByteCount(6)
        let results = try await Self.judge(execution, small)
        for test in results[0].tests {
            #expect(test.verdict == .accepted, "\(test.message)")
            #expect(
                test.files == [
                    ExecutionFile(name: "out.txt", bytes: Array("HELLO".utf8)),
                    ExecutionFile(name: "data/in.txt", bytes: Array("changed".utf8)),
                ])
        }
        #expect(results[1].tests[0].files.map(\.name) == ["out.txt"])
        #expect(results[1].tests[0].message.contains("data/in.txt is left out"))
    }

    @Test("What a program leaves in a file's place is its own affair, whatever it is")
    func oddFiles() async throws {
        // A whiteout is a device file that everybody may make (renameat2(2)), and that nobody can open.
        var execution = Self.python(
            """
            import ctypes, os
            call = ctypes.CDLL(None).syscall
            for name in ["device", "link", "pipe", "folder", "closed"]:
                open(name, "w").write("one")
            print(call(316, -100, b"device", -100, b"kept", 4))
            os.chmod("closed", 0)
            os.remove("link"); os.symlink("/etc/passwd", "link")
            os.remove("folder"); os.mkdir("folder")
            os.mkdir("shut"); open("shut/file", "w").write("two"); os.chmod("shut", 0)
            """)
        execution.wantedFiles = ["device", "kept", "link", "folder", "closed", "shut/file", "device/x"]
        let test = try await Self.judge(execution)[0].tests[0]
        #expect(String(decoding: test.output, as: UTF8.self) == "0\n")
        #expect(test.verdict == .accepted && test.ending == .exited(0), "\(test.message)")
        #expect(test.files.contains(ExecutionFile(name: "kept", bytes: Array("one".utf8))))
        #expect(test.files.allSatisfy { ["kept", "closed", "shut/file"].contains($0.name) })
    }

    @Test("Files may lie as deep as they can be named, and take the place of what the program has there")
    func deepFiles() async throws {
        let deep = (1...31).map(String.init).joined(separator: "/") + "/in.txt"
        var execution = Self.python(
            """
            import os
            print(open("\(deep)").read(), os.path.isfile("folder"), open("file/in.txt").read())
            """)
        execution.sources += ["folder/a.py", "folder/more/b.py", "file"].map { ExecutionFile(name: $0, bytes: []) }
        execution.files = [(deep, "deep"), ("folder", "x"), ("file/in.txt", "there")].map {
            ExecutionFile(name: $0.0, bytes: Array($0.1.utf8))
        }
        execution.wantedFiles = [deep]
        let test = try await Self.judge(execution)[0].tests[0]
        #expect(test.verdict == .accepted, "\(test.message)")
        #expect(String(decoding: test.output, as: UTF8.self) == "deep True there\n")
        #expect(test.files.map(\.name) == [deep])
    }

    @Test("A program may have as many files as a compiler may leave, and make as many more")
    func manyFiles() async throws {
        var execution = Execution(
            language: "multi-file",
            sources: [
                ExecutionFile(name: "compile", bytes: Array("touch $(seq 4080)".utf8)),
                ExecutionFile(name: "run", bytes: Array("mkdir new && cd new && touch $(seq 3000) && ls | wc -l".utf8)),
            ])
        execution.files = (0..<50).map { ExecutionFile(name: "given-\($0)", bytes: [1]) }
        execution.limits.output = .kibibytes(64)
        let result = try await Self.judge(execution)[0]
        #expect(result.compilation.succeeded, "\(result.compilation.message)")
        let test = try #require(result.tests.first)
        #expect(test.verdict == .accepted, "\(test.message)")
        #expect(String(decoding: test.output, as: UTF8.self) == "3000\n")
    }

    @Test("Names that no compiler could be given are the sources' fault")
    func longNames() async throws {
        let long = String(repeating: "n", count: 255)
        var folder = Self.python("print(1)")
        folder.language = "c"
        folder.sources = ["a", "a.c/b"].map { ExecutionFile(name: $0, bytes: []) }
        let named = Execution(
            language: "c", sources: [ExecutionFile(name: long, bytes: Array("int main(void) {}".utf8))])
        let results = try await Self.judge(named, folder)
        for result in results {
            #expect(
                result.verdict == .compileError && result.compilation.message.contains("name"),
                "\(result.compilation.message)")
        }
    }

    @Test("Arguments that are too long for a program's stack are not the sandbox's fault")
    func argumentsAndStack() async throws {
        var execution = Self.python("print(1)")
        execution.stack = .kibibytes(4)
        execution.tests[0].arguments = [String(repeating: "x", count: 60_000)]
        let test = try await Self.judge(execution)[0].tests[0]
        #expect(test.verdict == .runTimeError, "\(test.message)")
    }

    @Test("Both streams can be told apart, be put together, or be one")
    func streamsAreTold() async throws {
        let text = """
            import sys
            for number in range(3):
                print("out", number, flush=True)
                print("err", number, file=sys.stderr, flush=True)
            """
        var merged = Self.python(text)
        merged.mergesError = true
        let results = try await Self.judge(Self.python(text), merged)
        let (test, one) = (results[0].tests[0], results[1].tests[0])
        let all = "out 0\nerr 0\nout 1\nerr 1\nout 2\nerr 2\n"
        #expect(String(decoding: test.output, as: UTF8.self) == "out 0\nout 1\nout 2\n")
        #expect(String(decoding: test.error, as: UTF8.self) == "err 0\nerr 1\nerr 2\n")
        // Who reads both may be late, and then takes more of one at once.
        #expect(test.transcript.sorted() == Array(all.utf8).sorted())
        #expect(test.order.reduce(0) { $0 + $1.count } == all.utf8.count)
        #expect(String(decoding: one.output, as: UTF8.self) == all)
        #expect(one.error.isEmpty && one.verdict == .accepted, "\(one.message) \(one.ending)")
    }

    @Test("What was written in turns is put together in that order, and what has no place comes last")
    func orderIsKept() {
        var test = ExecutedTest(index: 0, verdict: .accepted, ending: .exited(0))
        (test.output, test.error) = (Array("aabbcc".utf8), Array("123".utf8))
        test.order = [
            OutputPiece(isError: true, count: 1), OutputPiece(isError: false, count: 4),
            OutputPiece(isError: true, count: 1),
        ]
        #expect(String(decoding: test.transcript, as: UTF8.self) == "1aabb2cc3")
        #expect(test.order.alternating == [0, 1, 4, 1])
        #expect([OutputPiece](alternating: test.order.alternating) == test.order)
    }

    @Test("What does not compile says why, and an unknown language is the caller's error")
    func compilationIsTold() async throws {
        var broken = Execution(
            language: "c", sources: [ExecutionFile(name: "a.c", bytes: Array("int main( { return 0; }".utf8))])
        let fine = Execution(
            language: "c",
            sources: [
                ExecutionFile(
                    name: "a.c", bytes: Array("#ifndef ANSWER\n#error no\n#endif\nint main(void){return ANSWER;}".utf8))
            ])
        var flagged = fine
        flagged.compilerArguments = ["-DANSWER=7"]
        let results = try await Self.judge(broken, fine, flagged)
        #expect(results[0].verdict == .compileError && results[0].tests.isEmpty)
        #expect(results[0].compilation.log.contains("error:"))
        #expect(results[1].verdict == .compileError)
        #expect(results[2].tests.map(\.ending) == [.exited(7)])
        broken.language = "no-such-language"
        let unknown = broken
        await #expect(throws: JudgingError.self) { _ = try await Self.judge(unknown) }
    }

    @Test(
        "A program that was kept from its processor until the clock was over is run once more, and a sleeper is not",
        arguments: [
            (waited: 2400, verdict: Verdict.accepted, limits: [Int64]([3000, 12_000])), (0, .idleLimit, [3000]),
        ])
    func starvation(waited: Int, verdict: Verdict, limits: [Int64]) async throws {
        let catalog = try RepositoryLanguages.catalog
        try await withSandbox { sandbox in
            var late = RunResult(
                exit: .signaled(.kill), limitsStruck: [.wallTime], cpuTime: .milliseconds(500), wallTime: .seconds(3))
            late.disturbance.waited = .milliseconds(waited)
            let executor = LateExecutor(base: sandbox, first: late)
            var execution = Self.python("print(1)")
            execution.limits.wallTime = .seconds(3)
            let judge = ExecutionJudge(host: JudgeHost(executor: executor, languages: catalog))
            let result = try await judge.judge(execution)
            #expect(result.tests.map(\.verdict) == [verdict])
            #expect(executor.limits.all.map(\.wholeMilliseconds) == limits)
        }
    }
}

/// Passes runs on to another executor, but for the first of a program that is given an input.
private struct LateExecutor<Base: Executor>: Executor {
    /// The limits by the clock of all such runs.
    final class Limits: Sendable {
        private let state = Mutex<[Duration]>([])
        var all: [Duration] { state.withLock { $0 } }

        func add(_ limit: Duration) -> Int {
            state.withLock { state in
                state.append(limit)
                return state.count
            }
        }
    }

    let base: Base
    let first: RunResult
    let limits = Limits()
    var store: FilePath { base.store }
    var inputs: FilePath { base.inputs }
    var parallelism: Int { base.parallelism }

    func run(_ request: RunRequest, in configuration: CellConfiguration) async throws(SandboxError) -> RunResult {
        guard case .bytes = request.standardInput, limits.add(request.limits.wallTime ?? .zero) == 1 else {
            return try await base.run(request, in: configuration)
        }
        return first
    }
}
