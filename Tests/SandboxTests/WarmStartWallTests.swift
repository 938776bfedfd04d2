import Sandbox
import Testing
import Units

/// Programs that attack what they are a copy of, or whoever comes after them.
@Suite(.serialized, .timeLimit(.minutes(5)), PythonFixture.hasCopies) struct WarmStartWallTests {
    /// An attack: a program that says what it got.
    struct Attack: Sendable {
        let name: String
        let source: String
        /// What it says when it is held.
        let held: String
        var seesProcesses = false

        init(_ name: String, _ source: String, _ held: String = "held", seesProcesses: Bool = false) {
            (self.name, self.source, self.held, self.seesProcesses) = (name, source, held, seesProcesses)
        }
    }

    private static let call = """
        import ctypes, os, signal, sys
        libc = ctypes.CDLL(None, use_errno=True)
        def call(*a):
            r = libc.syscall(*[ctypes.c_long(x) if isinstance(x, int) else x for x in a])
            return r if r >= 0 else -ctypes.get_errno()
        def held(ok): print('held' if ok else 'got through')

        """

    private static let attacks: [Attack] = [
        // Who else is there.
        Attack("trace the init", call + "held(call(101, 16, 1, 0, 0) < 0 and call(101, 0x4206, 1, 0, 0) < 0)"),
        Attack(
            "read the init's memory",
            call + "b = ctypes.create_string_buffer(64)\nheld(call(310, 1, b, 1, b, 1, 0) < 0)"),
        Attack(
            "take the init's descriptors",
            call + "p = call(434, 1, 0)\nheld(all(call(438, p, n, 0) < 0 for n in range(16)))"),
        Attack(
            "kill the init",
            call + "try: os.kill(1, 9)\nexcept PermissionError: pass\nimport time\ntime.sleep(0.05)\nheld(True)"),
        Attack(
            "find anybody to signal",
            call
                + "found = []\nfor p in range(2, 5000):\n    try: os.kill(p, 0); found.append(p)\n    except OSError: pass\nheld(found == [os.getpid()])"
        ),
        Attack("be seen by the starter", call + "held(os.getppid() == 1 and os.getpid() == 2)"),
        // What it has got from it.
        Attack(
            "use a descriptor that was left open",
            call
                + "def is_open(n):\n    try: os.fstat(n); return True\n    except OSError: return False\nheld(not any(is_open(n) for n in range(3, 4096)))"
        ),
        Attack(
            "use a capability",
            call
                + "held([call(161, b'/'), call(165, b'x', b'/tmp', b'tmpfs', 0, 0), call(272, 0x10000000), call(105, 0), call(106, 0), call(170, b'x', 1)] == [-1] * 4 + [-1, -1] or all(call(*c) < 0 for c in [(161, b'/'), (165, b'x', b'/tmp', b'tmpfs', 0, 0), (272, 0x10000000), (105, 0), (106, 0)]))"
        ),
        Attack(
            "have capabilities, ambient ones too",
            "text = open('/proc/self/status').read()\nfields = dict(l.split(':\\t', 1) for l in text.splitlines() if ':\\t' in l)\nprint([int(fields[k], 16) for k in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')], fields['NoNewPrivs'], fields['Seccomp'], fields['Groups'].split())",
            "[0, 0, 0, 0, 0] 1 2 []", seesProcesses: true),
        Attack(
            "see the page of the plan",
            "print([l for l in open('/proc/self/maps') if 'verdict-warm' in l or 'rw-s' in l or '.build' in l])",
            "[]", seesProcesses: true),
        Attack(
            "learn how it was started",
            "e = open('/proc/self/environ', 'rb').read()\nprint(b'PRELOAD' in e or b'VERDICT' in e, b'HOME=/tmp' in e)",
            "False True", seesProcesses: true),
        Attack(
            "see who else is there", "import os\nprint([p for p in os.listdir('/proc') if p.isdigit() and p != '2'])",
            "[]", seesProcesses: true),
        Attack("open its memory", "try: open('/proc/1/mem')\nexcept OSError as e: print('held')", seesProcesses: true),
        Attack(
            "leave its root",
            call
                + "os.chdir('/')\nfor _ in range(64): os.chdir('..')\nheld(sorted(os.listdir('.'))  == sorted(os.listdir('/')) and 'store' not in os.listdir('/'))"
        ),
        Attack(
            "find where it was installed",
            "text = open('/proc/self/mountinfo').read() + open('/proc/self/maps').read()\nprint('libverdict' in text, '/verdict' in text)",
            "False False", seesProcesses: true),
    ]

    @Test("Nobody reaches what a run is a copy of, or has got anything from it but memory that is its own")
    func held() async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let python = PythonFixture(sandbox)
            for attack in Self.attacks {
                let result = try await python.run(attack.source, isWarm: true) { $0.proc = attack.seesProcesses }
                #expect(result.isWarm, "\(attack.name)")
                #expect(
                    result.text == attack.held,
                    "\(attack.name): \(String(decoding: result.standardError, as: UTF8.self))")
            }
        }
    }

    private static let marks: [(name: String, leave: String, look: String)] = [
        (
            "in files", "for d in ('/tmp', '/dev/shm'): open(d + '/mark', 'w').write('x')",
            "import os\nprint(os.listdir('/tmp'), os.listdir('/dev/shm'))"
        ),
        (
            "in modules",
            "import json, sys, builtins\njson.dumps = None\nsys.modules['heapq'] = sys\nbuiltins.mark = 1\ndel sys.modules['re']",
            "import json, heapq, re, builtins\nprint(json.dumps([1]), heapq.heappop([1]), re.sub('a', 'b', 'a'), hasattr(builtins, 'mark'))"
        ),
        (
            "in variables", "import os\nos.environ['MARK'] = '1'\nos.putenv('MARK', '1')",
            "import os, subprocess\nprint(sorted(os.environ), subprocess.run(['/usr/bin/env'], capture_output=True).stdout)"
        ),
        (
            "in handlers",
            "import signal, atexit\nsignal.signal(10, signal.SIG_IGN)\nsignal.alarm(1)\natexit.register(print, 'mark')",
            "import signal, time\nprint(signal.getsignal(10), signal.alarm(0))"
        ),
        (
            "in the directory and mask", "import os\nos.chdir('/tmp')\nos.umask(0o777)",
            "import os\nprint(os.getcwd(), os.umask(0))"
        ),
        (
            "in limits",
            "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))",
            "import resource\nprint(resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_CPU))"
        ),
        (
            "in processes",
            "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(60)",
            "import os\nfound = 0\nfor p in range(1, 300):\n    try:\n        os.kill(p, 0)\n        found += p != os.getpid()\n    except ProcessLookupError: pass\n    except PermissionError: pass\nprint(found)"
        ),
        (
            "in memory",
            "import ctypes, sys\nx = (1 << 80) + 1\nctypes.memset(id(x) + 24, 0, 8)\nsys.intern('mark')\nsys.setrecursionlimit(50)\nfor n in range(5): ctypes.memset(id(n) + 24, 9, 4)",
            "import sys\nprint(1 + 1, 0, sum([1, 2, 3]), sys.getrecursionlimit())"
        ),
        (
            "in what it reads", "import sys, os\nsys.stdin.read()\nos.lseek(0, 3, 0)",
            "import sys\nprint(repr(sys.stdin.read()))"
        ),
    ]

    @Test("Nothing passes from a run to the next one of the same start")
    func nothingIsLeft() async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let python = PythonFixture(sandbox)
            for mark in Self.marks {
                let before = try await python.run(mark.look, "input", isWarm: true)
                _ = try await python.run(mark.leave, "input", isWarm: true)
                let after = try await python.run(mark.look, "input", isWarm: true)
                #expect(before.isWarm && after.isWarm, "\(mark.name)")
                #expect(
                    before.outcome == .exited(0),
                    "\(mark.name): \(String(decoding: before.standardError, as: UTF8.self))")
                #expect(RunAppearance(before) == RunAppearance(after), "\(mark.name)")
            }
        }
    }

    @Test("What is to differ from run to run differs from copy to copy")
    func random() async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let python = PythonFixture(sandbox)
            let source =
                "import random, os, uuid, tempfile, secrets\nprint(random.random(), os.urandom(8).hex(), uuid.uuid4(), tempfile.mktemp(), secrets.token_hex(8))"
            let first = try await python.run(source, isWarm: true)
            let second = try await python.run(source, isWarm: true)
            let words = [first, second].map { $0.text.split(separator: " ") }
            #expect(words[0].count == 5)
            for (one, other) in zip(words[0], words[1]) { #expect(one != other) }
        }
    }

    @Test("Two cells' copies run beside each other, and a cell that has lost its start is given up")
    func beside() async throws {
        try await withSandbox { sandbox in
            let python = PythonFixture(sandbox)
            let texts = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<24 {
                    group.addTask {
                        try await python.run("print(\(number) + int(input()))", "\(number)", isWarm: true).text
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(texts) == Set((0..<24).map { "\(2 * $0)" }))
        }
    }
}
