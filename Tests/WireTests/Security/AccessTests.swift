import Identity
import NIOCore
import SystemPackage
import Testing
import WireTestSupport

@testable import Wire

@Suite("Who may call") struct AccessTests {
    @Test func digestIsSHA256() {
        let digest = SecretDigest(of: "test".utf8)
        let text = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        #expect(digest.hexadecimal == text)
        #expect(SecretDigest(hexadecimal: text) == digest)
        #expect(SecretDigest(hexadecimal: text.uppercased()) == digest)
        #expect(SecretDigest(of: "tesT".utf8) != digest)
    }

    @Test(arguments: ["", "9f", String(repeating: "g", count: 64), String(repeating: "0", count: 65)])
    func noDigest(text: String) {
        #expect(SecretDigest(hexadecimal: text) == nil)
    }

    @Test func listReadsRolesNamesAndComments() throws {
        let text = """
            # Who may call.
            worker judge-7   token:\(SecretDigest(of: "one".utf8).hexadecimal)
            worker\tjudge-7\ttoken:\(SecretDigest(of: "two".utf8).hexadecimal)  # the next one
            client course-42 token:\(SecretDigest(of: "three".utf8).hexadecimal)\r

            admin ops certificate:\(SecretDigest(of: [1, 2, 3] as [UInt8]).hexadecimal)
            """
        let access = try AccessList(parsing: text)
        #expect(access.count == 4)
        #expect(access.principal(token: "one") == Principal(role: .worker, name: "judge-7"))
        #expect(access.principal(token: "two") == Principal(role: .worker, name: "judge-7"))
        #expect(access.principal(token: "three") == Principal(role: .client, name: "course-42"))
        #expect(access.principal(certificate: [1, 2, 3]) == Principal(role: .admin, name: "ops"))
        for token in ["", "One", "four", "\u{1}\u{2}\u{3}"] {
            #expect(access.principal(token: token) == nil)
        }
        #expect(access.principal(certificate: Array("one".utf8)) == nil)
    }

    @Test("A line with three words before the token says a tenant, one with two has the name's")
    func listReadsTenants() throws {
        let digest = SecretDigest(of: "one".utf8).hexadecimal
        let access = try AccessList(parsing: "client alice course-42 token:\(digest)")
        let principal = try #require(access.principal(token: "one"))
        #expect(principal == Principal(role: .client, name: "alice", tenant: "course-42"))
        #expect(try AccessList(parsing: "client alice token:\(digest)").principal(token: "one")?.tenant == "alice")
    }

    @Test(
        arguments: [
            "worker x course y token:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "boss x token:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "worker token:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "worker x password:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "worker x token:secret",
            "worker x 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "worker x token:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 more",
        ])
    func lineThatIsNoEntryIsNamed(line: String) {
        let error = #expect(throws: WireError.self) { try AccessList(parsing: "# first\n" + line) }
        #expect(error?.message.contains("line 2") == true)
    }

    @Test func filesOfSecretsAreTheirOwnersAlone() throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let line = "client c token:\(SecretDigest(of: "t".utf8).hexadecimal)\n"
        let file = try directory.write("access", line)
        #expect(try SecretFile.accessList(file).principal(token: "t")?.name == "c")
        for mode in [0o640, 0o604, 0o620, 0o644] as [CInterop.Mode] {
            try directory.write("access", line, mode: FilePermissions(rawValue: mode))
            let error = #expect(throws: WireError.self) { try SecretFile.accessList(file) }
            #expect(error?.message.contains("chmod 600") == true)
        }
        #expect(throws: WireError.self) { try SecretFile.read(directory.path) }
        #expect(throws: WireError.self) { try SecretFile.read(directory.path.appending("none")) }
        #expect(try SecretFile.token(directory.write("token", "  abc\n")) == "abc")
        #expect(throws: WireError.self) { try SecretFile.token(directory.write("token", "abc def")) }
    }

    @Test func tokensAreLongAndDiffer() {
        let tokens = Set((0..<100).map { _ in SecretFile.makeToken() })
        #expect(tokens.count == 100)
        #expect(tokens.allSatisfy { $0.count == 60 })
    }

    @Test(
        arguments: [
            ("tcp://host:7411", WireAddress.tcp(host: "host", port: 7411)),
            ("host:1", .tcp(host: "host", port: 1)),
            ("tcp://[::1]:7411", .tcp(host: "::1", port: 7411)),
            ("unix:/run/verdict/socket", .unix("/run/verdict/socket")),
            ("unix:relative", .unix("relative")),
        ])
    func addressReads(text: String, address: WireAddress) {
        #expect(WireAddress(parsing: text) == address)
        #expect(WireAddress(parsing: address.description) == address)
    }

    @Test(
        "Only what cannot leave this machine goes without TLS",
        arguments: [
            ("unix:/run/x", true), ("tcp://127.0.0.1:1", true), ("tcp://127.255.0.9:1", true), ("tcp://[::1]:1", true),
            ("tcp://localhost:1", true), ("tcp://0.0.0.0:1", false), ("tcp://[::]:1", false),
            ("tcp://10.0.0.1:1", false),
            ("tcp://127.evil.example:1", false), ("tcp://127.1:1", false), ("tcp://localhost.evil.example:1", false),
        ])
    func unencrypted(text: String, isLocal: Bool) async throws {
        let address = try #require(WireAddress(parsing: text))
        #expect(address.isLocal == isLocal)
        guard !isLocal else { return }
        let server = await failure {
            try await WireServer.listen(
                ServerConfiguration(address: address, access: AccessList()), WireServices(), logger: .quiet)
        }
        #expect(server?.code == .failedPrecondition)
        let client = WireClient(ClientConfiguration(address: address, token: "t"), logger: .quiet)
        let call = await failure { try await client.call(Echo.say, Text(), CallOptions(waitsForConnection: true)) }
        #expect(call?.code == .failedPrecondition && call?.notStarted == true)
        await client.close()
    }

    @Test(arguments: ["", "host", "tcp://", "tcp://:1", "::1:7411", "host:99999", "unix:", "http://host:80"])
    func noAddress(text: String) {
        #expect(WireAddress(parsing: text) == nil)
    }
}

@Suite("Rates") struct RateTests {
    @Test func bucketGivesItsBurstAndThenItsRate() {
        var bucket = TokenBucket(Rate(perSecond: 10, burst: 3), now: .seconds(0))
        for _ in 0..<3 {
            #expect(bucket.take(now: .seconds(0)) == nil)
        }
        #expect(bucket.take(now: .seconds(0)) == .milliseconds(100))
        #expect(bucket.take(now: .seconds(0.05)) == .milliseconds(50))
        #expect(bucket.take(now: .seconds(0.1)) == nil)
        #expect(bucket.take(now: .seconds(0.1)) != nil)
        let isFull = bucket.isFull(now: .seconds(1))
        #expect(isFull)
    }

    @Test func clockThatStepsBackGivesNothing() {
        var bucket = TokenBucket(Rate(perSecond: 1, burst: 1), now: .seconds(100))
        #expect(bucket.take(now: .seconds(100)) == nil)
        #expect(bucket.take(now: .seconds(1)) != nil)
        #expect(bucket.take(now: .seconds(1.5)) != nil)
        #expect(bucket.take(now: .seconds(2.1)) == nil)
    }

    @Test func spendingMoreThanThereIsHasToWait() {
        var bucket = TokenBucket(Rate(perSecond: 1000, burst: 1000), now: .seconds(0))
        #expect(bucket.spend(1000, now: .seconds(0)) == nil)
        #expect(bucket.spend(500, now: .seconds(0)) == .milliseconds(500))
        #expect(bucket.spend(100, now: .seconds(1)) == nil)
    }

    @Test func principalsHaveTheirOwnBuckets() {
        var limits = RateLimits()
        limits.calls = Rate(perSecond: 1, burst: 2)
        var limiter = RateLimiter(limits)
        let one = Principal(role: .client, name: "one")
        let two = Principal(role: .client, name: "two")
        #expect(limiter.call(of: one, now: .seconds(0)) == nil)
        #expect(limiter.call(of: one, now: .seconds(0)) == nil)
        #expect(limiter.call(of: one, now: .seconds(0)) == .seconds(1))
        #expect(limiter.call(of: two, now: .seconds(0)) == nil)
    }

    @Test func strangersDoNotFillTheMemory() {
        var limits = RateLimits()
        limits.connections = Rate(perSecond: 1, burst: 1)
        var limiter = RateLimiter(limits)
        for number in 0..<10_000 {
            #expect(limiter.connection(from: "\(number)", now: .seconds(0)) == nil)
        }
        #expect(limiter.connection(from: "one more", now: .seconds(0)) != nil)
        #expect(limiter.connection(from: "one more", now: .seconds(2)) == nil)
    }

    @Test func whoWaitsLongestMakesRoom() {
        var admission = Admission(.init(connections: 100, waiting: 3, waitingPerAddress: 2))
        #expect(admission.arrived(1, from: "a") == .admit(evicting: nil))
        #expect(admission.arrived(2, from: "a") == .admit(evicting: nil))
        #expect(admission.arrived(3, from: "a") == .admit(evicting: 1))
        #expect(admission.arrived(4, from: "b") == .admit(evicting: nil))
        #expect(admission.arrived(5, from: "c") == .admit(evicting: 2))
        let (evicted, present) = (admission.greeted(2), admission.greeted(4))
        #expect(!evicted && present)
        #expect(admission.arrived(6, from: "d") == .admit(evicting: nil))
        #expect(admission.count == 4)
    }

    @Test func connectionsInAllHaveALimit() {
        var admission = Admission(.init(connections: 2, waiting: 10, waitingPerAddress: 10))
        for id in 1...2 as ClosedRange<UInt64> {
            #expect(admission.arrived(id, from: "a") == .admit(evicting: nil))
            let isGreeted = admission.greeted(id)
            #expect(isGreeted)
        }
        #expect(admission.arrived(3, from: "a") == .refuse)
        admission.gone(1)
        #expect(admission.arrived(4, from: "a") == .admit(evicting: nil))
        #expect(admission.arrived(5, from: "a") == .admit(evicting: 4))
    }
}
