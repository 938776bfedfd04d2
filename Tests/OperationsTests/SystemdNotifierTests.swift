import Foundation
import Testing

@testable import Operations

@Suite("Notifications to systemd")
struct SystemdNotifierTests {
    @Test("News arrive at named and abstract sockets", arguments: ["@verdict-test-", "/tmp/verdict-test-"])
    func sending(prefix: String) async throws {
        let name = prefix + UUID().uuidString
        defer { if !name.hasPrefix("@") { try? FileManager.default.removeItem(atPath: name) } }
        let socket = try NotificationSocket(name: name)
        let notifier = try #require(SystemdNotifier(environment: ["NOTIFY_SOCKET": name]))
        try notifier.send(.ready)
        try notifier.send(.stopping, .status("3 jobs\nREADY=1"))
        try notifier.send(.alive)
        try notifier.send(.reloading)
        #expect(try await socket.receive() == "READY=1")
        #expect(try await socket.receive() == "STOPPING=1\nSTATUS=3 jobs\\nREADY=1")
        #expect(try await socket.receive() == "WATCHDOG=1")
        #expect(try await socket.receive().wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=[0-9]+/) != nil)
    }

    @Test("Nobody is told where no socket is named", arguments: [nil, "", "@", "/", "vsock:2:1", "relative"])
    func nobody(name: String?) {
        #expect(SystemdNotifier(environment: name.map { ["NOTIFY_SOCKET": $0] } ?? [:]) == nil)
    }

    @Test("A socket that is gone, or whose name is too long, is an error")
    func gone() throws {
        for name in ["/nonexistent/notify", "@" + String(repeating: "x", count: 200)] {
            let notifier = try #require(SystemdNotifier(environment: ["NOTIFY_SOCKET": name]))
            #expect(throws: OperationsError.self) { try notifier.send(.ready) }
        }
    }

    @Test("The watchdog's time is for the process it names")
    func watchdog() {
        func timeout(_ variables: [String: String]) -> Duration? {
            SystemdNotifier(environment: variables.merging(["NOTIFY_SOCKET": "@x"]) { $1 })?.watchdogTimeout
        }
        let own = "\(ProcessInfo.processInfo.processIdentifier)"
        #expect(timeout([:]) == nil)
        #expect(timeout(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(timeout(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": own]) == .seconds(30))
        #expect(timeout(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]) == nil)
        #expect(timeout(["WATCHDOG_USEC": "0"]) == nil)
        #expect(timeout(["WATCHDOG_USEC": "x"]) == nil)
    }
}
