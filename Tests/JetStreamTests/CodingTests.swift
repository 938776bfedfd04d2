import Storage
import Testing
import Units

@testable import JetStream

@Suite struct CodingTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000000001Z", 1),
            ("2000-02-29T12:34:56.5Z", 951_827_696_500_000_000),
            ("2026-11-21T17:04:40.387013932Z", 1_795_280_680_387_013_932),
            ("2100-03-01T00:00:00Z", 4_107_542_400_000_000_000),
        ] as [(String, Int64)])
    func `a server's time is read`(_ text: String, _ nanoseconds: Int64) {
        #expect(ServerTime.nanoseconds(text) == nanoseconds)
    }

    @Test(arguments: [
        "", "Z", "2026-11-21", "2026-11-21T17:04:40", "2026-1x-21T17:04:40Z", "2026-11-21T17:04:40.1234567890Z",
    ])
    func `what is no time is none`(_ text: String) {
        #expect(ServerTime.nanoseconds(text) == nil)
    }

    @Test(arguments: [
        JobLane(priority: 0, tenant: "", requirement: ""),
        JobLane(priority: 255, tenant: "a.b *>", requirement: "\u{0}\r\n✓"),
    ])
    func `a lane is written in a header and read again`(_ lane: JobLane) {
        #expect(JobLane(header: lane.text) == lane)
        #expect(lane.text.utf8.allSatisfy { (0x21...0x7e).contains($0) })
    }

    @Test(arguments: ["", "1", "1..", "256..", "1.0.", "1.0g.", "1.ff.", "1.00.00.00"])
    func `what is no lane is none`(_ text: String) {
        #expect((JobLane(header: text) == nil) == (text != "1.."))
    }

    @Test(arguments: [
        JobChange.leased(0), .leased(.max), .extended, .returned(0), .returned(86_400_000), .buried, .requeued,
    ])
    func `a change is written and read again`(_ change: JobChange) {
        #expect(JobChange(change.text) == change)
        #expect(JobChange(change.text + " 1") != change)
    }

    @Test func `a token leads back to its lease and has one spelling`() {
        let name = LeaseName(job: 17, change: 2, number: .max)
        #expect(LeaseName(name.token) == name)
        for text in ["", "17.2", "017.2.1", "17.2.1.", "17.2.+1", "17.-2.1", "17.2.18446744073709551616"] {
            #expect(LeaseName(JobLease.Token(text)) == nil, "\(text)")
        }
    }

    @Test func `a delivery's facts are read from its reply subject`() {
        let short = DeliveryFacts(reply: "$JS.ACK.stream.consumer.1.42.7.1795280669327849441.0")
        let long = DeliveryFacts(reply: "$JS.ACK.domain.account.stream.consumer.1.42.7.1795280669327849441.0.token")
        for facts in [short, long] {
            #expect(facts?.sequence == 42)
            #expect(facts?.delivery == 7)
            #expect(facts?.time == 1_795_280_669_327_849_441)
        }
        for reply in [nil, "", "_INBOX.1", "$JS.ACK.stream.consumer.1.x.7.1.0"] as [String?] {
            #expect(DeliveryFacts(reply: reply) == nil)
        }
    }

    @Test func `a manifest is what it was sealed as, for its content and no other`() throws {
        let keys = KeyRing()
        let hash = ContentHash(of: [1])
        let header = SealedBlobHeader(for: ByteCount(600_000), keys: keys)
        let manifest = ContentManifest(header: header, pieces: [3, 4, .max], others: [1, 9])
        var message = StoredMessage(subject: "", sequence: 1, time: 0, headers: [:], payload: [])
        message.payload = try manifest.sealed(for: hash, keys: keys)
        let read = try ContentManifest(message, of: hash, keys: keys)
        #expect(read.header.bytes == header.bytes)
        #expect(read.pieces == manifest.pieces)
        #expect(read.others == manifest.others)
        #expect(throws: StorageError.self) { try ContentManifest(message, of: ContentHash(of: [2]), keys: keys) }
        message.payload[40] ^= 1
        #expect(throws: StorageError.self) { try ContentManifest(message, of: hash, keys: keys) }
    }

    @Test func `headers that are stored are read`() {
        let stored = "NATS/1.0\r\nA: 1\r\nB:two words\r\nA: 3\r\nnothing\r\n\r\n"
        #expect(Message.headers(stored: Array(stored.utf8)) == ["A": "1", "B": "two words"])
    }
}
