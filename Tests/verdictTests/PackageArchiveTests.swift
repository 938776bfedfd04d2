import Testing
import Wire

/// A package in an archive, where a folder would do.
@Suite(.timeLimit(.minutes(5))) struct PackageArchiveTests {
    /// Packs the package shelves, runs the command with that as its last argument, and writes to standard output what is left
    /// in TMPDIR.
    private static func script(_ file: String, _ packing: String) -> String {
        """
        place=$(mktemp -d) || exit 99; mkdir "$place/tmp"
        (cd Testcases/problems && \(packing) >"$place/\(file)") || exit 99
        TMPDIR=$place/tmp "$@" "$place/\(file)" wrong_answer/twice.c; status=$?
        ls -A "$place/tmp"; rm -rf "$place"; exit $status
        """
    }

    @Test(arguments: ["tar -cz shelves", "tar -c -C shelves ."]) func judgingAnArchiveIsJudgingItsFolder(
        packing: String
    ) async throws {
        let script = Self.script("shelves.tar", packing)
        let ending = try await Executable.run(["judge"], through: BadInputTests.shell(script))
        #expect(ending.status == 0, "\(ending.error)")
        #expect(ending.output.hasPrefix("ok     WA   wrong_answer/twice.c"), "\(ending.output)")
        // Nothing is listed after the last line.
        let last = ending.output.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("1 submission, all as expected"), "\(ending.output)")
    }

    @Test func aPackageOfPolygonMayHaveItsFilesOutermost() async throws {
        let script = """
            place=$(mktemp -d) || exit 99
            tar -c -C Testcases/problems/summands problem.xml files solutions tests >"$place/sums.tar" || exit 99
            "$@" "$place/sums.tar" solutions/one.py; status=$?
            rm -rf "$place"; exit $status
            """
        let ending = try await Executable.run(["judge"], through: BadInputTests.shell(script))
        #expect(ending.status == 0 && ending.error == "sums: a package of the format polygon\n", "\(ending.error)")
        #expect(ending.output.hasPrefix("ok     WA         0  solutions/one.py"), "\(ending.output)")
    }

    @Test func whatCannotBeUnpackedIsNamedAndNothingIsLeft() async throws {
        let script = Self.script("shelves.zip", "tar -cz shelves | head -c 1000")
        for command in ["judge", "submit"] {
            let ending = try await Executable.run([command], through: BadInputTests.shell(script))
            #expect(ending.status == 2)
            #expect(ending.output.isEmpty, "\(ending.output)")
            #expect(ending.error.contains("/shelves.zip: the archive is damaged or incomplete: "), "\(ending.error)")
        }
    }

    /// Unpacking takes much longer than it takes to see that it has begun.
    @Test func aSignalWhileAnArchiveIsUnpackedLeavesNothing() async throws {
        let script = """
            place=$(mktemp -d) || exit 99; mkdir "$place/tmp"
            cp -r Testcases/problems/shelves "$place" && head -c 256M /dev/zero >"$place/shelves/zeros" || exit 99
            tar -c -C "$place" shelves | gzip -1 >"$place/shelves.tgz" && rm -r "$place/shelves" || exit 99
            TMPDIR=$place/tmp "$@" "$place/shelves.tgz" >/dev/null & pid=$!
            while [ -z "$(ls "$place/tmp")" ]; do sleep 0.01; done
            kill -TERM $pid; wait $pid; status=$?
            ls -A "$place/tmp"; rm -rf "$place"; exit $status
            """
        let ending = try await Executable.run(["judge"], through: BadInputTests.shell(script))
        #expect(ending.status == 130, "\(ending.error)")
        #expect(ending.output.isEmpty, "\(ending.output)")
    }

    @Test func aPackageWithFaultsIsCalledAsItsArchive() async throws {
        let script = Self.script("odd.tar", "tar -c shelves/data")
        let ending = try await Executable.run(["judge"], through: BadInputTests.shell(script))
        #expect(ending.status == 2)
        #expect(ending.error.contains("/odd.tar: not a package: no problem.yaml"), "\(ending.error)")
        #expect(ending.output.isEmpty, "\(ending.output)")
    }

    @Test func anArchiveIsSubmittedAsItsFolderIs() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            try await FakeCoordinator.with { coordinator, address in
                let folder = try await Executable.run(["submit", package, "--coordinator", "\(address)"])
                #expect(folder.status == 0, "\(folder.error)")
                let puts = coordinator.seen.puts
                let script = """
                    tar -czf '\(scratch.path)/other.tgz' -C '\(scratch.path)' tiny || exit 99
                    mkdir '\(scratch.path)/tmp'; TMPDIR='\(scratch.path)/tmp' "$@"; status=$?
                    ls -A '\(scratch.path)/tmp'; exit $status
                    """
                let archive = try await Executable.run(
                    ["submit", scratch.path + "/other.tgz", "--coordinator", "\(address)"],
                    through: BadInputTests.shell(script))
                #expect(archive.status == 0, "\(archive.error)")
                #expect(archive.output == folder.output)
                #expect(coordinator.seen.puts == puts, "the same contents")
                #expect(Set(coordinator.seen.submits.map(\.package)).count == 1, "the same package")
                #expect(Set(coordinator.seen.packages.map(\.name)) == ["tiny"])
            }
        }
    }
}
