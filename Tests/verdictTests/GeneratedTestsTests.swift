import Testing

/// Packages whose programs make their tests.
@Suite(.timeLimit(.minutes(5))) struct GeneratedTestsTests {
    /// Runs the command on a copy of the package `beads` that `change` has changed, with a cache of its own, and writes what is
    /// left in TMPDIR, and how many files are kept.
    private func judge(_ change: String, _ sources: String = "", twice: Bool = false) async throws -> Executable.Ending
    {
        let script = """
            place=$(mktemp -d) || exit 99; mkdir "$place/tmp"
            cp -r Testcases/problems-generated/beads "$place" && cd "$place/beads" || exit 99
            \(change)
            cd - >/dev/null
            export TMPDIR=$place/tmp XDG_CACHE_HOME=$place/cache
            \(twice ? "\"$@\" \"$place/beads\" \(sources) >/dev/null || exit 98" : "")
            "$@" "$place/beads" \(sources); status=$?
            ls -A "$place/tmp"; ls "$place/cache/verdict/tests" 2>/dev/null | wc -l; rm -rf "$place"; exit $status
            """
        return try await Executable.run(["judge"], through: BadInputTests.shell(script))
    }

    @Test func testsAreMadeAndKeptAndNothingElseIsLeft() async throws {
        let ending = try await judge("", "solutions/groups.py solutions/most.py", twice: true)
        #expect(ending.status == 0, "\(ending.error)")
        #expect(ending.output.contains("ok     WA   solutions/most.py"), "\(ending.output)")
        // 8 inputs, of which a command makes two, and 9 answers.
        #expect(ending.output.hasSuffix("time limit 1.000 s\n17\n"), "\(ending.output)")
    }

    @Test func aGeneratorThatFailsIsNamedWithWhatItSays() async throws {
        let table = [
            (
                "sed -i 's/string 10 3 1/string 10/' problem.xml",
                "test 2 cannot be made: the program files/string.cpp 10 ended with exit status 1; it wrote:\nstring COUNT"
            ),
            ("sed -i 's/string 10 3 1/string 10 0 1/' problem.xml", "files/string.cpp 10 0 1 was ended by SIGFPE"),
            ("sed -i 's/several 5 6/several 5 5/' problem.xml", "test 5 cannot be made: its program wrote no file 6"),
            ("echo 'int' >files/string.cpp", "files/string.cpp does not compile"),
            ("echo 'print(1/0)' >files/sorted.py", "test 4 cannot be made: the program files/sorted.py ended with"),
            ("echo '#error no' >>solutions/counts.cpp", "solutions/counts.cpp does not compile"),
        ]
        for (change, message) in table {
            let ending = try await judge(change)
            #expect(ending.status == 2, "\(change): \(ending.output) \(ending.error)")
            #expect(ending.error.contains(message), "\(change): \(ending.error)")
            #expect(ending.output.split(separator: "\n").count == 1, "something is left: \(ending.output)")
        }
    }

    @Test func aGeneratorCannotReachBeyondItsRun() async throws {
        let program = """
            import os, sys
            seen = [name for name in ("/root", "/home", "/etc/passwd", "../tests/01") if os.path.exists(name)]
            try:
                open("/box/x", "w")
                seen.append("/box is writable")
            except OSError:
                pass
            sys.exit("sees " + ", ".join(seen) if seen else 0)
            """
        let ending = try await judge(
            "cat >files/sorted.py <<'E'\n\(program)\nprint(3)\nprint(1, 2, 3)\nE\n", "solutions/groups.py")
        #expect(!ending.error.contains("sees"), "\(ending.error)")
        #expect(ending.output.contains("solutions/groups.py"), "\(ending.error)")
    }

    @Test func headersThatAPackageLacksAreTakenFromTheFolderThatIsNamed() async throws {
        let script = """
            place=$(mktemp -d) || exit 99
            cp -r Testcases/problems/coins "$place" && mkdir "$place/headers" || exit 99
            find "$place/coins" -name testlib.h -exec mv {} "$place/headers" \\;
            "$@" "$place/coins" solutions/ >"$place/out" 2>"$place/error"; echo "without: $?"; cat "$place/error"
            "$@" "$place/coins" --headers "$place/headers"; status=$?; rm -r "$place"; exit $status
            """
        let ending = try await Executable.run(["judge"], through: BadInputTests.shell(script))
        #expect(ending.output.contains("without: 2\n"), "\(ending.output)")
        #expect(ending.output.contains("or name its folder with --headers"), "\(ending.output)")
        #expect(ending.status == 0 && ending.output.contains("submissions, all as expected"), "\(ending.error)")
        let none = try await Executable.run(["judge", "Testcases/problems-generated/crossings", "--headers", "/none"])
        #expect(none.status == 0, "it has its own, so nobody looks: \(none.error)")
    }

    @Test func aFolderThatCannotBeWrittenIsToldOfOnceAndMadeGoodWithout() async throws {
        let ending = try await judge("touch ../cache", "solutions/groups.py")
        #expect(ending.status == 0, "\(ending.error)")
        let warnings = ending.error.ranges(of: "generated tests cannot be kept for the next time")
        #expect(warnings.count == 1, "\(ending.error)")
    }
}
