import Identity
import Reporting
import SwiftProtobuf
import Testing
import Wire

@testable import verdict

/// `verdict top`.
@Suite(.timeLimit(.minutes(5))) struct TopTests {
    private static let overview = Verdict_V1_Overview.with { overview in
        overview.workers = [
            .with { worker in
                (worker.name, worker.cores, worker.jobs, worker.speed) = ("judge-7\u{1b}[2J", 4, 3, 1)
            }
        ]
        overview.queues = [.with { ($0.priority, $0.waiting) = (.contest, 12) }]
    }

    private static var manners: FakeCoordinator.Manners {
        var manners = FakeCoordinator.Manners()
        manners.overview = overview
        return manners
    }

    @Test func onceIsOneBlock() async throws {
        try await FakeCoordinator.with(Self.manners) { _, address in
            let ending = try await Executable.run(["top", "--once", "--coordinator", "\(address)"])
            #expect(ending.status == 0, "\(ending.error)")
            #expect(ending.output.contains("1 worker, 4 cores, 3 jobs"), "\(ending.output)")
            #expect(ending.output.contains(#"judge-7\x1b[2J  working"#), "\(ending.output)")
            #expect(!ending.output.contains("\u{1b}"))
        }
    }

    @Test func eachTimeIsABlockInAPipeAndALineOfJSON() async throws {
        var manners = Self.manners
        manners.overviews = 3
        try await FakeCoordinator.with(manners) { _, address in
            let command = ["top", "--interval", "100ms", "--coordinator", "\(address)"]
            let text = try await Executable.run(command)
            #expect(text.status == 0, "\(text.error)")
            #expect(text.output.components("\n\n1970-").count == 3, "\(text.output)")
            let json = try await Executable.run(command + ["--json"])
            let lines = json.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines.allSatisfy { $0.hasPrefix(#"{"at": "#) && $0.hasSuffix("}") })
        }
    }

    @Test(arguments: [["--interval", "99ms"], ["--interval", "soon"], ["--interval", "2000m"]])
    func aWrongIntervalIsNamed(_ arguments: [String]) async throws {
        let ending = try await Executable.run(["top"] + arguments)
        #expect(ending.status == 64 && ending.error.contains("--interval"), "\(ending.error)")
    }

    @Test func nobodyButAnAdminLooks() async throws {
        try await FakeCoordinator.with(role: .client) { _, address in
            let ending = try await Executable.run(["top", "--once", "--coordinator", "\(address)"])
            #expect(ending.status == 2 && ending.error.contains("admin"), "\(ending.error)")
        }
    }

    /// Runs it in a terminal that `script` makes, with keys from a pipe, and ends it as `ending` says.
    private static func inTerminal(_ ending: String, _ address: WireAddress) async throws -> Executable.Ending {
        let script = """
            directory=$(mktemp -d); mkfifo "$directory/keys"; exec 3<>"$directory/keys"
            cat >"$directory/session" <<E
            cd "$directory"; stty rows 30 cols 100; stty -a >before
            sh -c 'echo \\$\\$ >pid; exec $*'
            status=\\$?
            stty -a >after; cmp before after || echo "the terminal is not as it was"
            exit \\$status
            E
            TERM=xterm script -qec "sh '$directory/session'" "$directory/typescript" <"$directory/keys" >/dev/null & pid=$!
            \(ending)
            wait $pid; status=$?; cat "$directory/typescript"; rm -r "$directory"; exit $status
            """
        return try await Executable.run(
            ["top", "--interval", "100ms", "--coordinator", "\(address)"], through: BadInputTests.shell(script))
    }

    @Test(
        arguments: [
            ("sleep 2; printf q >&3", 0), ("sleep 2; printf '\\003' >&3", 0),
            ("sleep 2; kill -TERM $(cat \"$directory/pid\")", 130),
        ] as [(String, Int32)]) func aTerminalGetsBackWhatItHad(keys: String, status: Int32) async throws
    {
        try await FakeCoordinator.with(Self.manners) { _, address in
            let ending = try await Self.inTerminal(keys, address)
            #expect(ending.status == status, "\(ending.output)\(ending.error)")
            let shown = ending.output
            #expect(!shown.contains("not as it was"), "\(shown)")
            let parts = shown.components("\u{1b}[?1049h")
            #expect(parts.count == 2, "it takes the other screen once")
            #expect(parts.last?.contains("\u{1b}[?25h\u{1b}[?1049l") == true, "and gives it back")
            #expect(parts.last?.contains("verdict top") == true)
            #expect(parts.last?.contains(#"judge-7\x1b[2J"#) == true, "no name reaches the terminal as it is")
        }
    }

    @Test func thePageSaysThatNothingComesAndKeepsWhatCame() {
        var page = TopPage(place: "tcp://judge:7411", style: TextStyle(isColored: false))
        #expect(page.lines(columns: 80, rows: 24).last == "waiting for the coordinator")
        page.take(.overview(Self.overview))
        #expect(page.lines(columns: 80, rows: 24).contains { $0.contains("judge-7") })
        page.take(.trouble("coordinator gone, waiting"))
        let lines = page.lines(columns: 80, rows: 24)
        #expect(lines[1] == "coordinator gone, waiting" && lines.contains { $0.contains("judge-7") })
        for rows in 1...20 {
            let lines = page.lines(columns: 7, rows: rows)
            #expect(lines.count <= rows && lines.allSatisfy { $0.count <= 7 })
        }
        page.take(.overview(Self.overview))
        #expect(!page.lines(columns: 80, rows: 24).contains("coordinator gone, waiting"))
    }
}

extension String {
    /// The parts between occurrences of `separator`.
    fileprivate func components(_ separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
