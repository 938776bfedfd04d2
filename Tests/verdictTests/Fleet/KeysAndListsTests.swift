import Fleet
import FoundationEssentials
import Glibc
import Identity
import SwiftProtobuf
import SystemPackage
import Testing
import Wire

/// Idempotency keys, and the file that says who may call.
@Suite struct KeysAndListsTests {
    private static let request = Verdict_V1_SubmitRequest.with { request in
        request.package = Data([1, 2])
        request.language = "c"
        request.sources = [.with { ($0.name, $0.content) = ("a.c", Data([1])) }]
    }

    @Test func theSameRequestAtTheSamePlaceHasTheSameKeyAndNoOtherHas() {
        var variants = [Self.request]
        variants.append(contentsOf: Array(repeating: Self.request, count: 9))
        variants[1].package = Data([1])
        variants[2].language = "cpp"
        variants[3].sources[0].name = "b.c"
        variants[4].sources[0].content = Data([1, 0])
        variants[5].allTests = true
        variants[6].contest = "spring"
        variants[7].priority = .contest
        variants[8].policy = "all"
        variants[9].dialect = "domjudge"
        var keys = Set(variants.map { IdempotencyKey(session: "s", place: 0, of: $0).text })
        #expect(keys.count == variants.count)
        keys.insert(IdempotencyKey(session: "s", place: 1, of: Self.request).text)
        keys.insert(IdempotencyKey(session: "t", place: 0, of: Self.request).text)
        #expect(keys.count == variants.count + 2)
        #expect(keys.allSatisfy { (1...128).contains($0.utf8.count) })
        var named = Self.request
        named.idempotencyKey = "its own does not count"
        #expect(keys.contains(IdempotencyKey(session: "s", place: 0, of: named).text))
        #expect(IdempotencyKey.newSession() != IdempotencyKey.newSession())
    }

    @Test func aKeyOfTheUsersIsTakenAsItIsOrTellsSubmissionsApart() {
        #expect(IdempotencyKey("mine", path: nil)?.text == "mine")
        let paths = ["a.c", "b.c"].compactMap { IdempotencyKey("mine", path: $0)?.text }
        #expect(Set(paths).count == 2 && paths.allSatisfy { $0.hasPrefix("mine/") && $0.utf8.count <= 128 })
        #expect(IdempotencyKey("", path: nil) == nil)
        #expect(IdempotencyKey(String(repeating: "k", count: 128), path: nil) != nil)
        #expect(IdempotencyKey(String(repeating: "k", count: 129), path: nil) == nil)
        #expect(IdempotencyKey(String(repeating: "k", count: 63), path: "a.c")?.text.utf8.count == 128)
        #expect(IdempotencyKey(String(repeating: "k", count: 64), path: "a.c") == nil)
    }

    private static func mode(_ path: String) -> mode_t {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test func aListKeepsWhatItHasAndNobodyElseCanReadIt() async throws {
        try await Scratch.with { scratch in
            let path = try scratch.write(
                "access", "# who may call\nadmin ops token:\(String(repeating: "0", count: 64))")
            #expect(throws: WireError.self) {
                try AccessListFile.add(Principal(role: .worker, name: "a"), token: "t", to: FilePath(path))
            }
            _ = unsafe chmod(path, 0o600)
            try AccessListFile.add(Principal(role: .worker, name: "a"), token: "t", to: FilePath(path))
            #expect(Self.mode(path) == 0o600)
            #expect(try scratch.read("access").hasPrefix("# who may call\nadmin ops token:0"))
            let list = try SecretFile.accessList(FilePath(path))
            #expect(list.count == 2 && list.principal(token: "t") == Principal(role: .worker, name: "a"))
        }
    }

    @Test func allOfManyThatAddAtOnceAreAdded() async throws {
        try await Scratch.with { scratch in
            let path = FilePath(scratch.path + "/access")
            // Processes, as several people's commands are.
            let script = """
                for name in a b c d e f g h; do
                    "$@" client $name --access '\(path)' --output '\(scratch.path)'/$name.token & jobs="$jobs $!"
                done
                for job in $jobs; do wait $job || exit 1; done
                """
            let ending = try await Executable.run(["admin", "token"], through: BadInputTests.shell(script))
            #expect(ending.status == 0, "\(ending.error)")
            #expect(try SecretFile.accessList(path).count == 8)
        }
    }

    @Test(arguments: ["", "a b", "a#b", "a\nadmin x", "\u{e9}", String(repeating: "a", count: 129)])
    func aNameThatWouldBeAnotherEntryIsRefused(_ name: String) async throws {
        try await Scratch.with { scratch in
            let (list, output) = (FilePath(scratch.path + "/access"), FilePath(scratch.path + "/token"))
            #expect(throws: WireError.self) {
                try AccessListFile.make(
                    token: "t", at: output, for: Principal(role: .client, name: name), in: list)
            }
            #expect(Self.mode(list.string) == 0 && Self.mode(output.string) == 0, "nothing is left")
        }
    }

    @Test func aListThatIsNoneIsLeftAloneAndNoTokenStays() async throws {
        try await Scratch.with { scratch in
            let path = try scratch.write("access", "what is this\n")
            _ = unsafe chmod(path, 0o600)
            let output = FilePath(scratch.path + "/token")
            #expect(throws: WireError.self) {
                try AccessListFile.make(
                    token: "t", at: output, for: Principal(role: .client, name: "a"), in: FilePath(path))
            }
            #expect(try scratch.read("access") == "what is this\n")
            #expect(Self.mode(output.string) == 0)
        }
    }
}
