import FoundationEssentials
import Identity
import SwiftProtobuf
import SystemPackage
import Testing
import Wire

/// `verdict admin`, against a coordinator in this process.
@Suite(.timeLimit(.minutes(5))) struct AdminTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var arguments: [String]
        var status: Int32 = 0
        var output = ""
        var error = ""
        /// What the coordinator was asked.
        var call: String?

        var testDescription: String { "verdict admin " + arguments.joined(separator: " ") }
    }

    private static let package = String(repeating: "ab", count: 32)

    static let cases: [Case] = [
        Case(arguments: ["dead-letters"], output: #"build-1                  0  1970-01-01T00:00:00Z  \x1b[2Jboom"#),
        Case(arguments: ["dead-letters", "list", "--json"], output: #"{"job": "build-1", "submission": "", "#),
        Case(
            arguments: ["dead-letters", "requeue", "a", "b"], output: "2 dead letters requeued\n",
            call: #"requeue ["a", "b"]"#),
        Case(
            arguments: ["dead-letters", "requeue", "--all", "--json"], output: #"{"requeued": 2}"#, call: "requeue []"),
        Case(
            arguments: ["dead-letters", "discard", "a"], output: "1 dead letter discarded\n", call: #"discard ["a"]"#),
        Case(arguments: ["dead-letters", "requeue"], status: 64, error: "--all"),
        Case(arguments: ["dead-letters", "discard", "a", "--all"], status: 64, error: "--all"),
        Case(arguments: ["dead-letters", "discard", ""], status: 64, error: "empty"),
        Case(arguments: ["dead-letters", "burn"], status: 64, error: "burn"),
        Case(arguments: ["drain", "judge-7"], output: "judge-7 takes nothing new", call: "drain judge-7 false"),
        Case(arguments: ["drain", "judge-7", "--resume"], output: "takes work again", call: "drain judge-7 true"),
        Case(arguments: ["drain", "nobody"], status: 2, error: "there is no worker nobody"),
        Case(
            arguments: ["quota", "course", "--at-once", "5", "--bytes", "10GiB", "--priority", "normal"],
            output: "course: 5 at once, any number a minute, 10 GiB of contents, up to priority normal\n"),
        Case(arguments: ["quota", "course", "--json"], output: #"{"tenant": "course", "at_once": null, "#),
        Case(arguments: ["quota", "course", "--at-once", "0"], status: 64, error: "0 is not possible"),
        Case(arguments: ["quota", "course", "--at-once", "-1"], status: 64, error: "--at-once"),
        Case(arguments: ["backup", "today"], output: "backup today is complete: 2 MiB\n", call: "backup today"),
        Case(
            arguments: ["backup", "today", "--json"],
            output: #"{"copied_bytes": 2097152, "total_bytes": 2097152, "complete": true}"#),
        Case(
            arguments: ["contents"],
            output: "2  1 MiB  nothing refers to them, the first since 2026-03-01T00:00:00Z\n", call: "count contents"),
        Case(arguments: ["contents"], output: "1  1 KiB  unused for 7 days or longer"),
        Case(arguments: ["contents", "--json"], output: #""unused": {"contents": 2, "bytes": 1048576}, "#),
        Case(
            arguments: ["archive", "--older-than", "90d"],
            output: "4096 entries were moved into 1 file of the archive: 2 MiB, up to position 4096\n",
            call: "archive 7776000 false"),
        Case(
            arguments: ["archive", "--older-than", "12h", "--dry-run"],
            output: "4096 entries would be moved into 1 file of the archive: 2 MiB, up to position 4096\n",
            call: "archive 43200 true"),
        Case(
            arguments: ["archive", "--older-than", "400d"], output: "nothing to archive: ",
            call: "archive 34560000 false"),
        Case(
            arguments: ["archive", "--older-than", "1d", "--json"],
            output: #"{"dry_run": false, "entries": 4096, "files": 1, "bytes": 2097152, "last_position": 4096}"#),
        Case(arguments: ["archive"], status: 64, error: "--older-than"),
        Case(arguments: ["archive", "--older-than", "yesterday"], status: 64, error: "--older-than"),
        Case(arguments: ["rejudge", "--contest", "spring"], output: "3 submissions will be", call: "rejudge spring0"),
        Case(arguments: ["rejudge", "submission-1", "--json"], output: #"{"submissions": 3}"#),
        Case(arguments: ["rejudge"], status: 64, error: "Give one of"),
        Case(arguments: ["rejudge", "submission-1", "--contest", "spring"], status: 64, error: "Give one of"),
        Case(arguments: ["rejudge", "--package", "spring"], status: 64, error: "spring is not a package's id"),
        Case(
            arguments: ["cancel", "submission-1", "--reason", "by mistake"], output: "submission-1 is cancelled\n",
            call: "cancel submission-1 by mistake"),
        Case(arguments: ["cancel-measuring", package], status: 2, error: "knows no package"),
        Case(arguments: ["cancel-measuring", "sum"], status: 64, error: "sum is not a package's id"),
        Case(arguments: ["show", "submission-99"], status: 2, error: "there is no submission submission-99"),
        Case(arguments: ["list", "--contest", "spring", "--limit", "7"], output: "ID", call: "list spring 7 "),
        Case(arguments: ["list", "--limit", "0"], status: 64, error: "--limit"),
        Case(arguments: ["list", "--package", package], status: 2, error: "knows no package"),
        Case(arguments: ["token", "king", "me", "--access", "a", "--output", "b"], status: 64, error: "king"),
    ]

    @Test(arguments: cases) func aCommandAsksWhatItSays(_ example: Case) async throws {
        try await FakeCoordinator.with { coordinator, address in
            let place = example.arguments[0] == "token" ? [] : ["--coordinator", "\(address)"]
            let ending = try await Executable.run(["admin"] + example.arguments + place)
            #expect(ending.status == example.status, "\(ending.output)\(ending.error)")
            #expect(ending.output.contains(example.output) || example.output.isEmpty, "\(ending.output)")
            #expect(ending.error.contains(example.error) || example.error.isEmpty, "\(ending.error)")
            #expect(!(ending.output + ending.error).contains("\u{1b}"))
            if let call = example.call { #expect(coordinator.seen.admin == [call]) }
            if example.status == 64 { #expect(coordinator.seen.admin.isEmpty) }
        }
    }

    @Test(arguments: [
        "list", "show", "cancel", "rejudge", "packages", "dead-letters", "drain", "quota", "contents", "backup",
        "archive", "log", "audit", "token",
    ]) func everyCommandHasAnExample(_ command: String) async throws {
        let ending = try await Executable.run(["admin", command, "--help"])
        #expect(ending.status == 0)
        #expect(ending.output.contains("verdict admin \(command) "), "\(ending.output)")
    }

    @Test func whatWasSubmittedIsListedAndShown() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            try await FakeCoordinator.with { coordinator, address in
                let place = ["--coordinator", "\(address)"]
                let submitted = try await Executable.run(["submit", package, "--no-wait"] + place)
                #expect(submitted.status == 0, "\(submitted.error)")
                let list = try await Executable.run(["admin", "list"] + place)
                #expect(list.output.split(separator: "\n").count == 3, "\(list.output)")
                #expect(list.output.contains("submission-2  judged  WA"), "\(list.output)")
                let json = try await Executable.run(["admin", "list", "--json"] + place)
                #expect(json.output.hasPrefix(#"{"id": "submission-1", "package": ""#), "\(json.output)")
                let show = try await Executable.run(["admin", "show", "submission-2"] + place)
                #expect(show.output.contains(#"secret/2  WA"#), "\(show.output)")
                #expect(show.output.contains("workers: judge-7"))
                let packages = try await Executable.run(["admin", "packages"] + place)
                #expect(packages.output.contains("tiny"), "\(packages.output)")
            }
        }
    }

    @Test func aTokenIsForItsFileAlone() async throws {
        try await Scratch.with { scratch in
            let (access, output) = (scratch.path + "/access", scratch.path + "/judge-7.token")
            let command = ["admin", "token", "worker", "judge-7", "--access", access, "--output", output]
            let ending = try await Executable.run(command)
            #expect(ending.status == 0, "\(ending.error)")
            let token = try scratch.read("judge-7.token").trimmingCharacters("\n")
            #expect(ending.output.isEmpty && !ending.error.contains(token))
            let list = try SecretFile.accessList(FilePath(access))
            #expect(list.principal(token: token) == Principal(role: .worker, name: "judge-7"))

            let again = try await Executable.run(command)
            #expect(again.status == 2 && again.error.contains("name a new file"), "\(again.error)")
            #expect(try scratch.read("judge-7.token").hasPrefix(token))

            let other = scratch.path + "/other.token"
            let printed = try await Executable.run(
                [
                    "admin", "token", "client", "alice", "--tenant", "course", "--access", access, "--output", other,
                    "--print",
                ])
            #expect(printed.status == 0)
            let alice = Principal(role: .client, name: "alice", tenant: "course")
            let shown = printed.output.trimmingCharacters("\n")
            #expect(try SecretFile.accessList(FilePath(access)).principal(token: shown) == alice)
            #expect(try printed.output == scratch.read("other.token"))
            #expect(try SecretFile.accessList(FilePath(access)).count == 2)
        }
    }
}

extension String {
    /// Without `character` at its end.
    fileprivate func trimmingCharacters(_ character: Character) -> String {
        last == character ? String(dropLast()) : self
    }
}
