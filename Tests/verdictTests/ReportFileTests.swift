import Testing

/// `--junit` and `--html`: the old file stays until there is a whole new one.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ReportFileTests {
    private static func judge(_ script: String) async throws -> Executable.Ending {
        let setting = """
            d=$(mktemp -d); printf old >"$d/old.html"; chmod 640 "$d/old.html"
            p=Testcases/problems/shelves s=wrong_answer/twice.c
            \(script)
            ls -A "$d"; rm -rf "$d"
            """
        return try await Executable.run([], through: BadInputTests.shell(setting))
    }

    @Test func aReportTakesThePlaceOfTheOldOneAndKeepsItsMode() async throws {
        let ending = try await Self.judge(
            """
            ln -s old.html "$d/link"; "$1" judge $p $s --html "$d/link" --junit "$d/new.xml" >/dev/null
            tail -n 1 "$d/old.html"; tail -n 1 "$d/new.xml"; stat -c %a "$d/old.html"; readlink "$d/link"
            """)
        #expect(ending.output == "</html>\n</testsuites>\n640\nold.html\nlink\nnew.xml\nold.html\n", "\(ending.error)")
    }

    @Test(arguments: ["INT", "TERM", "KILL"]) func anInterruptedJudgingChangesNoReport(signal: String) async throws {
        let ending = try await Self.judge(
            """
            TMPDIR=$d; export TMPDIR; mkdir "$d/reports"; mv "$d/old.html" "$d/reports"
            "$1" judge $p --html "$d/reports/old.html" --junit "$d/reports/new.xml" >/dev/null & pid=$!
            sleep 0.7; kill -\(signal) $pid; wait $pid; cat "$d/reports/old.html"; echo; ls -A "$d/reports"; rm -rf "$d"/*
            """)
        #expect(ending.output == "old\nold.html\n", "\(ending.error)")
    }

    @Test func aReportThatFindsNoRoomLeavesTheOldOne() async throws {
        let ending = try await Self.judge(
            """
            (ulimit -f 4; trap '' XFSZ; "$1" judge Testcases/problems/sum accepted/sum.py --html "$d/old.html" >/dev/null)
            echo $?
            cat "$d/old.html"; echo
            """)
        #expect(ending.output == "2\nold\nold.html\n", "\(ending.error)")
        #expect(ending.error.contains("cannot write to"))
    }

    @Test func whatCannotBeReplacedIsWrittenTo() async throws {
        let ending = try await Self.judge(
            #""$1" judge $p $s --html /dev/stdout --json | tail -n 1; "$1" judge $p $s --html "$d" 2>&1; echo $?"#)
        #expect(ending.output.hasPrefix("</html>\n"), "\(ending.output)")
        #expect(ending.output.contains("\nverdict: cannot write to"), "\(ending.output)")
        #expect(ending.output.hasSuffix("2\nold.html\n"))
    }
}
