import Glibc
import Sandbox
import SystemPackage
import Testing
import Units

/// What a run may write is new each time, and is read back without trusting it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ScratchTests {
    private static let kept = RunRequest.Scratch(path: "/box", size: .mebibytes(8), inodes: 512, isKept: true)

    private func request(_ script: String) -> RunRequest {
        var request = RunRequest.shell("cd /box; " + script)
        request.scratch = [Self.kept]
        return request
    }

    private func contents(_ script: String) async throws -> ScratchContents {
        try await withSandbox { sandbox in
            let result = try await sandbox.run(request(script), in: .shell)
            return try #require(result.scratch["/box"])
        }
    }

    @Test func regularFilesComeBack() async throws {
        let contents = try await contents("mkdir d; echo one > d/a; echo twelve > b")
        #expect(try contents.read("d/a", limit: .mebibytes(1)) == Array("one\n".utf8))
        #expect(try contents.read("b", limit: ByteCount(3)) == Array("twe".utf8))
        #expect(try contents.read("c", limit: .mebibytes(1)) == nil)
        #expect(try contents.entries().map(\.name) == ["b", "d"])
    }

    @Test(arguments: [
        "ln -s /etc/passwd x", "mkfifo x", "mkdir x", "ln -s x x", "ln -s .. x", "touch y; ln -s y x",
        "touch x; chmod 000 x; rm x",
    ])
    func nothingButARegularFileIsRead(script: String) async throws {
        #expect(try await contents(script).read("x", limit: .mebibytes(1)) == nil)
    }

    /// Makes `x` a whiteout, which is a device file of number 0 that everybody may make (`renameat2(2)`).
    private static let whiteout = "perl -e '($x, $z) = (\"x\", \"z\"); exit(syscall(316, -100, $x, -100, $z, 4) != 0)'"

    @Test("What cannot be opened, and be it for the worker's root, is nothing that a program has left")
    func whatCannotBeOpened() async throws {
        let contents = try await contents("echo one >x; \(Self.whiteout); mkdir d; echo two >d/y; chmod 000 d/y")
        #expect(try contents.read("x", limit: .mebibytes(1)) == nil)
        #expect(try contents.read("z", limit: .mebibytes(1)) == Array("one\n".utf8))
        let directory = try temporaryDirectory()
        defer { _ = unsafe system("rm -rf \(directory)") }
        try contents.copy(to: directory, limit: .mebibytes(1), files: 10)
        #expect(unsafe access(directory.appending("x").string, F_OK) != 0)
        #expect(unsafe access(directory.appending("z").string, F_OK) == 0)
        // Who is not the host's root may not read what the program has closed.
        #expect(try contents.read("d/y", limit: .mebibytes(1)) == (geteuid() == 0 ? Array("two\n".utf8) : nil))
    }

    @Test("Names longer together than those of any file here are an error of who made them")
    func longPaths() async throws {
        let name = String(repeating: "n", count: 250)
        let contents = try await contents(
            "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do mkdir \(name) && cd \(name); done; echo x >\(name.dropLast(190))"
        )
        let directory = try temporaryDirectory()
        defer { _ = unsafe system("rm -rf \(directory)") }
        let error = #expect(throws: SandboxError.self) {
            try contents.copy(to: directory, limit: .mebibytes(1), files: 50)
        }
        #expect(error?.code == .badRequest && error?.stage.hasSuffix("its path is too long") == true)
    }

    @Test func noPathLeadsOut() async throws {
        let contents = try await contents("mkdir d; ln -s / d/up; ln -s /proc/self d/self")
        for path in ["../etc/passwd", "/etc/passwd", "d/up/etc/passwd", "d/self/exe", "d/../../etc/passwd"] {
            #expect(try contents.read(path, limit: .mebibytes(1)) == nil, "\(path)")
        }
    }

    @Test func aTreeIsCopiedWithoutItsLinks() async throws {
        let contents = try await contents(
            "mkdir -p a/b; echo x > a/b/run; chmod 700 a/b/run; ln -s /etc/passwd a/l; mkfifo f")
        let directory = try temporaryDirectory()
        defer { _ = unsafe system("rm -rf \(directory)") }
        try contents.copy(to: directory, limit: .mebibytes(1), files: 10)
        #expect(unsafe access(directory.appending("a/b/run").string, X_OK) == 0)
        #expect(unsafe access(directory.appending("a/l").string, F_OK) != 0)
        #expect(unsafe access(directory.appending("f").string, F_OK) != 0)
    }

    @Test(arguments: [
        ("head -c 3000000 /dev/zero > big", "copy big: the files are too large"),
        ("for i in 1 2 3 4 5 6 7 8 9; do : > f$i; done", "copy f6: too many files"),
    ])
    func tooMuchIsAnErrorThatNamesTheFile(script: String, message: String) async throws {
        let contents = try await contents(script)
        let directory = try temporaryDirectory()
        defer { _ = unsafe system("rm -rf \(directory)") }
        let error = #expect(throws: SandboxError.self) {
            try contents.copy(to: directory, limit: .mebibytes(1), files: 5)
        }
        #expect(error?.stage == message)
    }

    @Test func theNextRunFindsNothing() async throws {
        try await withSandbox { sandbox in
            for _ in 0..<3 {
                let result = try await sandbox.run(request("ls | wc -l; echo x > left; mkdir -p /tmp/y"), in: .shell)
                #expect(result.text == "0")
            }
        }
    }

    @Test func aShownDirectoryCannotBeWritten() async throws {
        try await withSandbox { sandbox in
            let directory = sandbox.store.appending("shown")
            _ = unsafe mkdir(directory.string, 0o777)
            _ = unsafe chmod(directory.string, 0o777)
            var request = RunRequest.shell("echo x > /box/file")
            request.directories = [.init(hostPath: directory, path: "/box")]
            do {
                let result = try await sandbox.run(request, in: .shell)
                #expect(result.outcome == .exited(2))
            }
            request.directories = [.init(hostPath: "/etc", path: "/box")]
            let error = await #expect(throws: SandboxError.self) { try await sandbox.run(request, in: .shell) }
            #expect(error?.code == .badRequest)
        }
    }

    /// A cell leaves a directory bound while runs ask for the same one.
    @Test func everyRunIsShownTheDirectoriesItAskedForAndNoOthers() async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            func show(_ names: [String]) async throws -> String {
                var request = RunRequest.shell("ls /box /source 2>/dev/null | tr '\\n' ' '")
                request.directories = names.enumerated().map { index, name in
                    .init(hostPath: sandbox.store.appending(name), path: ["/box", "/source"][index])
                }
                return try await sandbox.run(request, in: .shell).text
            }
            func make(_ name: String, holding file: String) {
                let directory = sandbox.store.appending(name)
                _ = unsafe mkdir(directory.string, 0o755)
                _ = unsafe mkdir(directory.appending(file).string, 0o755)
            }
            make("one", holding: "first")
            make("two", holding: "second")
            let cases = [
                (["one"], "/box: first  /source: "), (["one"], "/box: first  /source: "),
                (["one", "two"], "/box: first  /source: second "), (["two", "one"], "/box: second  /source: first "),
                ([], "/box:  /source: "), (["two"], "/box: second  /source: "),
            ]
            for (names, listing) in cases {
                let text = try await show(names)
                #expect(text == listing)
            }
            // Another directory of the same name.
            _ = unsafe rmdir(sandbox.store.appending("two").appending("second").string)
            _ = unsafe rmdir(sandbox.store.appending("two").string)
            make("two", holding: "third")
            let text = try await show(["two"])
            #expect(text == "/box: third  /source: ")
        }
    }

    private func temporaryDirectory() throws -> FilePath {
        var template = Array("/tmp/scratch-test-XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        return FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
