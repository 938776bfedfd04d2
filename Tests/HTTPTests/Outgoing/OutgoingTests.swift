import Outgoing
import Testing

@testable import HTTP

@Suite("Requests to places that others chose") struct OutgoingTests {
    @Test(
        "go to public addresses alone",
        arguments: [
            ("8.8.8.8", true), ("1.1.1.1", true), ("172.15.255.255", true), ("172.32.0.0", true),
            ("2606:4700::1", true),
            ("0.0.0.0", false), ("10.1.2.3", false), ("100.64.0.1", false), ("100.127.255.255", false),
            ("127.0.0.1", false), ("127.255.255.254", false), ("169.254.169.254", false), ("172.16.0.1", false),
            ("172.31.255.255", false), ("192.0.0.8", false), ("192.0.2.1", false), ("192.168.1.1", false),
            ("198.18.0.1", false), ("198.19.255.255", false), ("198.51.100.1", false), ("203.0.113.1", false),
            ("224.0.0.1", false), ("255.255.255.255", false), ("::", false), ("::1", false), ("::7f00:1", false),
            ("::ffff:127.0.0.1", false), ("::ffff:10.0.0.1", false), ("::ffff:8.8.8.8", true),
            ("64:ff9b::7f00:1", false), ("100::1", false), ("2001:db8::1", false), ("2002:7f00:1::", false),
            ("fc00::1", false), ("fd12::1", false), ("fe80::1", false), ("fe80::1%eth0", false), ("ff02::1", false),
            ("", false), ("localhost", false), ("8.8.8.8/0", false), ("0x7f000001", false), ("2130706433", false),
        ])
    func goToPublicAddresses(address: String, isPublic: Bool) {
        #expect(PublicAddress.contains(address) == isPublic)
    }

    @Test(
        "take URLs apart",
        arguments: [
            ("http://a.example/x?y#z", "a.example 80 /x?y"), ("HTTPS://a.example", "a.example 443 /"),
            ("https://a.example:8443?q", "a.example 8443 /?q"), ("http://[2606:4700::1]:81/", "2606:4700::1 81 /"),
        ])
    func takeURLsApart(text: String, parts: String) throws {
        let url = try #require(OutgoingURL(text))
        #expect("\(url.host) \(url.port) \(url.target)" == parts)
    }

    @Test(
        "refuse what is no URL of theirs",
        arguments: [
            "", "a.example", "ftp://a.example/", "file:///etc/passwd", "http://", "http:///x", "http://u@a.example/",
            "http://a.example:0/", "http://a.example:99999/", "http://a.example:+8/", "http://a.example:8:8/",
            "http://a b/", "http://a\r\nHost: b/", "http://a\\b/", "http://[::1", "http://[x]/", "http://[::1]x/",
            "gopher://127.0.0.1:25/", "http://é.example/", "http://" + String(repeating: "a", count: 3000),
        ])
    func refuseOthers(text: String) {
        #expect(OutgoingURL(text) == nil)
    }

    @Test(
        "are not sent where any address of the name is not public",
        arguments: [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], [], ["::ffff:169.254.169.254"]])
    func areNotSentInside(addresses: [String]) async throws {
        var client = GuardedClient()
        client.resolve = { _ in addresses }
        let url = try #require(OutgoingURL("http://rebinding.example/"))
        await #expect(throws: GuardedClient.Failure.self) {
            try await client.address(of: url)
        }
    }
}
