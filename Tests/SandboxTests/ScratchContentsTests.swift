import Glibc
import Sandbox
import SystemPackage
import Testing
import Units

/// Scratch file systems that hold files of the store in the beginning.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ScratchContentsTests {
    /// Makes the directory `contents` of the store by a script that starts in it.
    private static func make(_ script: String, in sandbox: Sandbox) throws -> FilePath {
        let directory = sandbox.store.appending("contents")
        let status = unsafe system("umask 022; mkdir '\(directory)' && cd '\(directory)' && { \(script); }")
        try #require(status == 0)
        return directory
    }

    private static func request(
        _ script: String, _ contents: FilePath, size: ByteCount = .mebibytes(1), inodes: Int = 64
    ) -> RunRequest {
        var request = RunRequest.shell("cd /box; " + script)
        request.scratch = [
            .init(path: "/box", size: size, inodes: inodes, isKept: true, contents: contents)
        ]
        return request
    }

    private static let tree =
        "mkdir -p a/b && echo deep >a/b/file && printf '#!/bin/sh\\necho ran\\n' >run && chmod 705 run"

    @Test func theFilesAreThereAsTheProgramsOwn() async throws {
        try await withSandbox { sandbox in
            let directory = try Self.make(Self.tree, in: sandbox)
            let script = """
                cat a/b/file; ./run; id -u >id; stat -c '%a %u' a a/b a/b/file run | sed "s/ $(cat id)\\$/ mine/"
                echo more >>a/b/file; rm run; mkdir a/c; echo new >a/c/file; echo top >file
                """
            let result = try await sandbox.run(Self.request(script, directory), in: .shell)
            #expect(result.text == "deep\nran\n755 mine\n755 mine\n644 mine\n755 mine")
            #expect(result.standardError.isEmpty)
            let kept = try #require(result.scratch["/box"])
            #expect(try kept.entries().map(\.name) == ["a", "file", "id"])
            #expect(try kept.read("a/b/file", limit: .mebibytes(1)) == Array("deep\nmore\n".utf8))
            #expect(try kept.read("a/c/file", limit: .mebibytes(1)) == Array("new\n".utf8))
        }
    }

    @Test func whatARunDoesToThemNobodyElseSees() async throws {
        try await withSandbox(.oneAtATime) { sandbox in
            let directory = try Self.make(Self.tree, in: sandbox)
            for _ in 0..<3 {
                let script = "find . | LC_ALL=C sort | tr '\\n' ' '; cat a/b/file; echo x >a/b/file; rm run; : >x"
                let result = try await sandbox.run(Self.request(script, directory), in: .shell)
                #expect(result.text == ". ./a ./a/b ./a/b/file ./run deep")
            }
            let status = unsafe system(
                "cd '\(directory)' && [ $(cat a/b/file) = deep ] && [ -x run ] && [ $(ls | wc -l) = 2 ]")
            #expect(status == 0)
        }
    }

    @Test func linksAndSpecialFilesStayWhereTheyAre() async throws {
        try await withSandbox { sandbox in
            let directory = try Self.make(
                "mkdir d; ln -s /etc/passwd l; ln -s .. d/up; ln -s d e; mkfifo f; : >d/file", in: sandbox)
            let result = try await sandbox.run(
                Self.request("find . | LC_ALL=C sort | tr '\\n' ' '", directory), in: .shell)
            #expect(result.text == ". ./d ./d/file ")
            let link = Self.request("true", directory.appending("e"))
            let error = await #expect(throws: SandboxError.self) { try await sandbox.run(link, in: .shell) }
            #expect(error?.errno == .notDirectory || error?.errno == .tooManySymbolicLinkLevels)
        }
    }

    @Test(arguments: [
        ("head -c 2000000 /dev/zero >big", "copy big to a scratch file system", Errno.noSpace),
        ("for i in $(seq 70); do : >file; mv file f$i; done", "in a scratch file system", .noSpace),
        ("mkdir -p $(seq -s / 33)", "copy 33, which lies in 32 directories", .invalidArgument),
    ])
    func whatDoesNotFitIsAnErrorOfThisRunOnly(script: String, message: String, errno: Errno) async throws {
        try await withSandbox { sandbox in
            let directory = try Self.make(script, in: sandbox)
            let error = await #expect(throws: SandboxError.self) {
                try await sandbox.run(Self.request("true", directory), in: .shell)
            }
            #expect(error?.stage.contains(message) == true, "\(error?.stage ?? "")")
            #expect(error?.errno == errno)
            let next = try await sandbox.run(.shell("exit 4"), in: .shell)
            #expect(next.outcome == .exited(4))
        }
    }

    @Test func thousandsOfFilesAreCopiedAndNoMore() async throws {
        try await withSandbox { sandbox in
            let directory = try Self.make("touch $(seq 16384)", in: sandbox)
            let request = Self.request("ls | wc -l", directory, size: .mebibytes(64), inodes: 20000)
            let result = try await sandbox.run(request, in: .shell)
            #expect(result.text == "16384")
            try #require(unsafe system("touch '\(directory)/more'") == 0)
            let error = await #expect(throws: SandboxError.self) { try await sandbox.run(request, in: .shell) }
            #expect(error?.stage == "copy more than 16384 files")
        }
    }

    @Test func directoriesInEachOtherAreCopiedAsDeepAsFilesAreNamed() async throws {
        try await withSandbox { sandbox in
            let directory = try Self.make("mkdir -p $(seq -s / 31) && echo deep >$(seq -s / 31)/file", in: sandbox)
            let result = try await sandbox.run(Self.request("cat $(seq -s / 31)/file", directory), in: .shell)
            #expect(result.text == "deep")
        }
    }

    @Test func onlyWhatLiesInTheStoreIsCopied() async throws {
        try await withSandbox { sandbox in
            for path in [sandbox.store, sandbox.store.appending("../inputs"), "/etc", "contents"] {
                let error = await #expect(throws: SandboxError.self) {
                    try await sandbox.run(Self.request("true", path), in: .shell)
                }
                #expect(error?.code == .badRequest, "\(path)")
            }
        }
    }
}
