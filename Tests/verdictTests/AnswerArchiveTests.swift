import Testing

/// Answers in an archive, as contestants hand them in.
@Suite(.timeLimit(.minutes(5))) struct AnswerArchiveTests {
    /// Packs the answers in the package quilt, and judges them.
    private func judge(_ packing: String) async throws -> Executable.Ending {
        let script = """
            place=$(mktemp -d) || exit 99; mkdir "$place/tmp"; home=$PWD
            cd Testcases/problems/quilt/submissions/accepted/ && \(packing) || exit 99
            cd "$home" && TMPDIR=$place/tmp "$@" Testcases/problems/quilt "$place/all.zip"; status=$?
            ls -A "$place/tmp"; rm -rf "$place"; exit $status
            """
        return try await Executable.run(["judge"], through: BadInputTests.shell(script))
    }

    @Test(arguments: ["cd best && tar -cf \"$place/all.zip\" .", "tar -cf \"$place/all.zip\" best"])
    func anArchiveIsAsGoodAsAFolder(packing: String) async throws {
        let ending = try await judge(packing)
        #expect(ending.status == 0, "\(ending.error)")
        #expect(ending.output.contains("AC        30"), "\(ending.output)")
        let last = ending.output.split(separator: "\n").last ?? ""
        #expect(last.hasPrefix("time limit") || last.hasPrefix("1 submission"), "something is left: \(ending.output)")
    }

    @Test func whatIsNoArchiveIsNamed() async throws {
        let ending = try await judge("echo nothing >\"$place/all.zip\"")
        #expect(ending.status == 2)
        #expect(ending.error.contains("all.zip: neither a zip nor a tar archive"), "\(ending.error)")
    }
}
