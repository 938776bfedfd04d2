import Testing

@testable import verdict

/// `verdict run --stream`: a conversation through pipes, while the program runs.
@Suite(.timeLimit(.minutes(5))) struct StreamingTests {
    /// Answers come while the input is still open.
    @Test func theProgramAnswersBeforeItsInputEnds() async throws {
        let script = """
            directory=$(mktemp -d); cd "$directory"; mkfifo in out
            "$@" <in >out 2>err & pid=$!
            exec 3>in 4<out
            for word in one two; do echo $word >&3; read answer <&4; echo "got $answer"; done
            exec 3>&-; wait $pid; echo "status $?"; cat err; rm -r "$directory"
            """
        let command = ["run", "--stream", "--wall", "60s", "--", "/bin/cat"]
        let ending = try await Executable.run(command, through: BadInputTests.shell(script))
        #expect(ending.output.hasPrefix("got one\ngot two\nstatus 0\nexited 0"), "\(ending.output) \(ending.error)")
    }

    /// The command does not wait for input that nobody reads.
    @Test func itEndsWithTheProgram() async throws {
        let command = ["run", "--stream", "--wall", "60s", "--", "/bin/sh", "-c", "echo out; echo err >&2; exit 3"]
        // A pipe that somebody has open for writing, and nobody writes to.
        let script = """
            directory=$(mktemp -d); mkfifo "$directory/in"; exec 3<>"$directory/in"
            "$@" <"$directory/in"; status=$?; rm -r "$directory"; exit $status
            """
        let ending = try await Executable.run(command, through: BadInputTests.shell(script))
        #expect(ending.status == 1)
        #expect(ending.output == "out\n")
        #expect(ending.error.hasPrefix("err\nexited 3"), "\(ending.error)")
    }

    @Test(arguments: [
        ("", 0), ("abc", 0), ("é", 0), ("a\u{20ac}", 0), ("\u{1f600}", 0),
    ]) func aWholeTextHasNothingUnfinished(text: String, count: Int) {
        #expect(RunStreaming.unfinished(Array(text.utf8)) == count)
        for cut in 1..<4 where cut < (text.unicodeScalars.last.map { String($0).utf8.count } ?? 0) {
            let bytes = Array(text.utf8.dropLast(cut))
            let width = text.unicodeScalars.last.map { String($0).utf8.count } ?? 0
            #expect(RunStreaming.unfinished(bytes) == width - cut)
        }
    }
}
