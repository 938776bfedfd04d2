import Sandbox
import SystemPackage
import Testing
import Units

/// Runs that are copies of a start are like runs that start by themselves.
@Suite(.serialized, .timeLimit(.minutes(5)), PythonFixture.hasCopies) struct WarmStartTests {
    /// A program, and what it reads.
    struct Program: Sendable, CustomTestStringConvertible {
        let name: String
        let source: String
        let input: String

        init(_ name: String, _ source: String, _ input: String = "") {
            (self.name, self.source, self.input) = (name, source, input)
        }

        var testDescription: String { name }
    }

    private static let surroundings: [Program] = [
        Program(
            "its names",
            "import sys, os\nprint(__file__, __name__, __doc__, sys.argv, sys.orig_argv, sys.path, sys.executable, sys.flags)"
        ),
        Program("its variables", "import os\nprint(sorted(os.environ.items()), list(os.environ))"),
        Program("its globals", "print(sorted(globals()))"),
        Program(
            "its place",
            "import os\nprint(os.getcwd(), os.getpid(), os.getppid(), os.getpgrp(), os.getuid(), os.getgid())"),
        Program("its mask", "import os\nprint(os.umask(0), os.getgroups(), os.nice(0), len(os.sched_getaffinity(0)))"),
        Program(
            "its streams",
            "import sys\nfor f in (sys.stdin, sys.stdout, sys.stderr): print(f, f.line_buffering, f.errors)"),
        Program("its buffers", "import sys\nprint(sys.stdin.buffer, sys.stdout.buffer.raw, sys.stdin.seekable())"),
        Program(
            "its signals",
            "import signal\nfor s in sorted(signal.valid_signals()): print(s, signal.getsignal(s))\nprint(signal.pthread_sigmask(0, []))"
        ),
        Program("its limits", "import resource as r\nfor n in range(16): print(n, r.getrlimit(n))"),
        Program(
            "its thread",
            "import threading, os\nprint(threading.get_native_id() == os.getpid(), threading.current_thread().name, threading.active_count())"
        ),
        Program(
            "what the C library knows of it",
            "import ctypes, os\nc = ctypes.CDLL(None)\nprint(c.gettid() == os.getpid(), c.sched_getcpu() in os.sched_getaffinity(0), c.prctl(3, 0, 0, 0, 0), c.raise_(0) if 0 else c.pthread_kill(ctypes.c_ulong(c.pthread_self()) if 0 else ctypes.c_void_p(__import__('threading').get_ident()), 0))"
        ),
        Program("its hashes", "print(hash('a'), {'x', 'y', 'zz', 'abc'}, hash((1, 'q')))"),
        Program("its collector", "import gc\nprint(gc.isenabled(), gc.get_threshold())"),
        Program("the depth of its calls", "import inspect, sys\nprint(len(inspect.stack()), sys.getrecursionlimit())"),
        Program(
            "its descriptors",
            "import os\nprint(sorted(os.listdir('/dev/fd'))[:3], [n for n in range(3, 64) if os.path.exists(f'/dev/fd/{n}')][1:])"
        ),
        Program("its clocks", "import time\nprint(time.process_time() < 1, time.thread_time() < 1)"),
    ]

    private static let endings: [Program] = [
        Program("nothing", ""), Program("a status", "import sys\nsys.exit(3)"),
        Program("a large status", "raise SystemExit(259)"),
        Program("words", "import sys\nsys.exit('words')"), Program("no status", "raise SystemExit"),
        Program("a status that is none", "raise SystemExit([1])"),
        Program("an exception", "def f(x):\n    return 1 / x\n\n\ndef g():\n    f(0)\n\n\ng()"),
        Program("one after another", "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('x') from e"),
        Program("a group", "raise ExceptionGroup('g', [ValueError(1), TypeError(2)])"),
        Program("a syntax error", "x = 1\nprint(x\n"), Program("an indentation error", "if 1:\nprint(1)"),
        Program("another encoding", "# coding: latin-1\nprint('ä')"),
        Program("an unknown encoding", "# coding: klingon\n"),
        Program("a warning", "print('\\d')\nassert (1, 2)\nimport warnings\nwarnings.warn('w')"),
        Program("at exit", "import atexit\natexit.register(print, 'bye')\nprint('hello')"),
        Program("an exception at exit", "import atexit\natexit.register(divmod, 1, 0)"),
        Program("a finalizer", "class A:\n    def __del__(self): print('gone')\na = A()\nb = A()\nb.b = b"),
        Program("at once", "import os\nprint('lost')\nos._exit(4)"), Program("an abort", "import os\nos.abort()"),
        Program("a signal", "import os\nos.kill(os.getpid(), 15)"),
        Program("an interrupt", "import os\nos.kill(os.getpid(), 2)\nimport time\ntime.sleep(5)"),
        Program("its own interrupt", "raise KeyboardInterrupt"),
        Program(
            "a signal's handler",
            "import signal, os\nsignal.signal(10, lambda *a: print(a[0]))\nos.kill(os.getpid(), 10)"),
        Program("a fault", "import ctypes\nctypes.string_at(0)"),
        Program("closed output", "import os\nos.close(1)\nprint('x')"),
        Program("output closed by itself", "import sys\nsys.stdout.close()"),
        Program("closed error", "import sys\nsys.stderr.close()\nsys.exit('x')"),
        Program("output that cannot be", "print('\\udc80')"), Program("much output", "print('x' * 100000)"),
        Program(
            "an exception in a thread",
            "import threading\nt = threading.Thread(target=lambda: 1 / 0, name='T')\nt.start()\nt.join()"),
        Program(
            "a thread that goes on",
            "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.05), print('late'))).start()"),
    ]

    private static let work: [Program] = [
        Program("lines", "print([input() for _ in range(2)])\nprint(input())", "a\nb"),
        Program("all of it", "import sys\nprint(sys.stdin.read())", "one\ntwo\n"),
        Program(
            "back and forth", "import sys\nb = sys.stdin.buffer\nprint(b.read(2), b.tell(), b.seek(0), b.read())", "abc"
        ),
        Program("what is no text", "import sys\nprint(sys.stdin.buffer.read())", "\u{0}\u{7f}ä"),
        Program(
            "deep calls",
            "import sys\ndef f(n): return 0 if n == 0 else 1 + f(n - 1)\nsys.setrecursionlimit(50000)\nprint(f(20000))"),
        Program(
            "calls without end",
            "n = 0\ndef f():\n    global n\n    n += 1\n    f()\ntry:\n    f()\nexcept RecursionError as e:\n    print(n, e)"
        ),
        Program(
            "a deep list",
            "import sys\nsys.setrecursionlimit(10**6)\nx = []\nfor _ in range(30000): x = [x]\nprint(len(repr(x)))"),
        Program(
            "threads",
            "import threading\nr = []\nts = [threading.Thread(target=r.append, args=(i,)) for i in range(8)]\n[t.start() for t in ts]\n[t.join() for t in ts]\nprint(sorted(r))"
        ),
        Program("processes", "import multiprocessing as m\nwith m.Pool(2) as p: print(p.map(abs, [-1, -2, 3]))"),
        Program(
            "a fork",
            "import os\np = os.fork()\nif p == 0:\n    print('child', flush=True)\n    os._exit(5)\nprint(os.waitpid(p, 0)[1])"
        ),
        Program(
            "another program",
            "import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', 'import sys, os; print(sys.argv, sorted(os.environ))'], capture_output=True))"
        ),
        Program("an execve", "import os, sys\nos.execv(sys.executable, [sys.executable, '-c', 'print(7)'])"),
        Program("too much memory at once", "try:\n    bytes(1 << 62)\nexcept MemoryError as e:\n    print('no', e)"),
        Program(
            "files",
            "import tempfile, os\nwith tempfile.TemporaryDirectory() as d:\n    open(d + '/f', 'w').write('x')\n    print(os.listdir(d))\nprint(os.listdir('/tmp'))"
        ),
        Program("what nobody may write", "try:\n    open('/box/x', 'w')\nexcept OSError as e:\n    print(e)"),
        Program(
            "modules",
            "import typing, json, re, random, collections, decimal, asyncio, unittest, dataclasses\nprint(json.dumps({'a': [1]}), re.sub('a+', 'b', 'caat'), decimal.Decimal('0.1') * 3)\nasyncio.run(asyncio.sleep(0))"
        ),
        Program("a module that is not there", "import numpyy"),
        Program("names that nobody imported", "print(math.pi)"),
        Program("seeded numbers", "import random\nrandom.seed(1)\nprint(random.random(), random.sample(range(99), 3))"),
    ]

    @Test(
        "What a copy finds, how it ends and what it can do is as after a start of its own",
        arguments: [surroundings, endings, work])
    func faithful(programs: [Program]) async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let python = PythonFixture(sandbox)
            for program in programs {
                let cold = try await python.run(program.source, program.input, isWarm: false)
                let warm = try await python.run(program.source, program.input, isWarm: true)
                #expect(warm.isWarm && !cold.isWarm, "\(program.name)")
                #expect(RunAppearance(warm) == RunAppearance(cold), "\(program.name)")
            }
        }
    }

    @Test("Files of its own are imported as after a start of its own, whatever they are called")
    func ownModules() async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let python = PythonFixture(sandbox)
            let source =
                "import own, random, statistics, json.tool\nprint(own.x, random.__file__, statistics.random.__file__)"
            let cases: [[String: String]] = [
                ["own.py": "x = 1"], ["own.py": "x = 2", "random.py": "class Random: pass\nSystemRandom = Random"],
                ["own.py": "import string\nx = string", "string.py": "y = 1"], ["own.py": "x = 3", "json.py": "z = 1"],
                [:],
            ]
            for files in cases {
                let cold = try await python.run(source, isWarm: false, files: files)
                let warm = try await python.run(source, isWarm: true, files: files)
                #expect(RunAppearance(warm) == RunAppearance(cold), "\(files)")
            }
        }
    }

    @Test(
        "A module that is there already brings no more of its package than importing it does, but for typing's abc of collections"
    )
    func packages() async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let python = PythonFixture(sandbox)
            // Each package as `import` alone leaves it: cold, in an interpreter in which nothing else has been imported.
            let parts = """
                def parts(name):
                    import importlib, types
                    module = importlib.import_module(name)
                    if not hasattr(module, '__path__'): return []
                    return sorted(k for k, v in vars(module).items() if isinstance(v, types.ModuleType) and v.__name__.startswith(name + '.'))

                """
            let loaded = try await python.run(
                "import sys\nprint(*sorted({n.partition('.')[0] for n in sys.modules} - {'__main__'}))", isWarm: true)
            var found: [Substring] = []
            for name in loaded.text.split(separator: " ") {
                let source = parts + "print(parts('\(name)'))"
                let warm = try await python.run(source, isWarm: true)
                let cold = try await python.run(source, isWarm: false)
                if RunAppearance(warm) != RunAppearance(cold) { found.append(name) }
            }
            #expect(found == ["collections"])
        }
    }

    @Test("A run that begins otherwise, or reads otherwise, is right all the same")
    func others() async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let python = PythonFixture(sandbox)
            let zip = "PK\u{5}\u{6}" + String(repeating: "\u{0}", count: 18)
            let archive = try await python.run(zip, isWarm: true)
            #expect(RunAppearance(archive) == RunAppearance(try await python.run(zip, isWarm: false)))
            let missing = { (request: inout RunRequest) in request.directories = [] }
            let nothing = try await python.run("", isWarm: true, missing)
            #expect(RunAppearance(nothing) == RunAppearance(try await python.run("", isWarm: false, missing)))
            #expect(nothing.outcome == .exited(2))
            let merged = { (request: inout RunRequest) in request.standardError = .withOutput }
            let both = "import sys\nprint(1, flush=True)\nprint(2, file=sys.stderr)\nprint(3)"
            #expect(try await python.run(both, isWarm: true, merged).text == "1\n2\n3")
            for policy in [RunRequest.SystemCallPolicy.run, .strict] {
                let forbidden = try await python.run(
                    "import ctypes\nprint(ctypes.CDLL(None).syscall(101, 0, 0, 0, 0))", isWarm: true
                ) {
                    $0.policy = policy
                }
                #expect(forbidden.outcome == (policy == .run ? .exited(0) : .securityViolation))
            }
        }
    }

    @Test(
        "Limits strike a copy as they strike anybody",
        arguments: [
            ("while True: pass", "cpu_limit"), ("import time\ntime.sleep(60)", "wall_limit"),
            ("x = []\nwhile True: x.append(bytearray(1 << 20))", "memory_limit"),
            ("while True: print('x' * 1000)", "output_limit"),
            (
                "import os\nwhile True:\n    try:\n        if os.fork() == 0: os.fork()\n    except OSError: pass",
                "cpu_limit"
            ),
        ])
    func limits(source: String, outcome: String) async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let python = PythonFixture(sandbox)
            let result = try await python.run(source, isWarm: true) {
                $0.limits.cpuTime = .seconds(1)
                $0.limits.wallTime = .seconds(3)
                $0.limits.memory = .mebibytes(64)
            }
            #expect(result.outcome.name == outcome)
            #expect(result.isWarm)
            let next = try await python.run("print(1)", isWarm: true)
            #expect(next.text == "1")
        }
    }
}
