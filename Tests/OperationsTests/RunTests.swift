import Foundation
import Glibc
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Operations

/// A service that notes what becomes of it.
private struct Recorder: Service {
    let name: String
    let events: Events
    var stubborn = false

    func run() async throws {
        events.note("\(name) runs")
        if stubborn {
            while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
            events.note("\(name) was cancelled")
        } else {
            try? await gracefulShutdown()
            events.note("\(name) ended")
        }
    }
}

/// What happened, in order.
private final class Events: Sendable {
    private let all = Mutex<[String]>([])

    func note(_ event: String) { all.withLock { $0.append(event) } }

    var noted: [String] { all.withLock { $0 } }

    /// Waits until `event` has happened.
    func wait(for event: String) async throws {
        for _ in 0..<2000 where !noted.contains(event) { try await Task.sleep(for: .milliseconds(5)) }
        try #require(noted.contains(event))
    }
}

@Suite("Running a daemon", .serialized)
struct RunTests {
    private let events = Events()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func send(_ signal: Int32) { kill(getpid(), signal) }

    @Test("SIGTERM ends services in reverse order; systemd hears READY, RELOADING and STOPPING")
    func graceful() async throws {
        let socket = try NotificationSocket(name: "@verdict-run-\(UUID().uuidString)")
        var options = RunOptions()
        options.notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": socket.name])
        options.reload = { [events] in events.note("reloaded") }
        let running = Task { [options, logger, events] in
            try await Operations.run(
                [Recorder(name: "a", events: events), Recorder(name: "b", events: events)], logger: logger,
                options: options)
        }
        try await events.wait(for: "a runs")
        #expect(try await socket.receive() == "READY=1")
        send(SIGHUP)
        try await events.wait(for: "reloaded")
        #expect(try await socket.receive().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        #expect(try await socket.receive() == "READY=1")
        send(SIGTERM)
        try await running.value
        #expect(try await socket.receive() == "STOPPING=1")
        #expect(events.noted.suffix(2) == ["b ended", "a ended"])
        #expect(await options.health.results(.readiness).map(\.problem) == ["is shutting down"])
    }

    @Test("READY waits for the liveness checks, and the watchdog is fed while they pass")
    func watchdog() async throws {
        let socket = try NotificationSocket(name: "@verdict-run-\(UUID().uuidString)")
        var options = RunOptions()
        options.notifier = SystemdNotifier(environment: ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "60000"])
        let isAlive = Atomic<Bool>(false)
        options.health.check("loop", .liveness) {
            if !isAlive.load(ordering: .relaxed) { throw CancellationError() }
        }
        let running = Task { [options, logger, events] in
            try await Operations.run([Recorder(name: "a", events: events)], logger: logger, options: options)
        }
        try await events.wait(for: "a runs")
        events.note("alive")
        isAlive.store(true, ordering: .relaxed)
        #expect(try await socket.receive() == "READY=1")
        for _ in 0..<3 { #expect(try await socket.receive() == "WATCHDOG=1") }
        send(SIGINT)
        try await running.value
    }

    @Test("Services that outlive the deadline are cancelled")
    func deadline() async throws {
        var options = RunOptions()
        options.shutdownDeadline = .milliseconds(50)
        let running = Task { [options, logger, events] in
            try await Operations.run(
                [Recorder(name: "a", events: events, stubborn: true)], logger: logger, options: options)
        }
        try await events.wait(for: "a runs")
        send(SIGTERM)
        _ = await running.result
        #expect(events.noted.last == "a was cancelled")
    }

    @Test("A second SIGTERM ends the process at once")
    func second() async throws {
        var options = RunOptions()
        options.exit = { [events] status in events.note("exit \(status)") }
        let running = Task { [options, logger, events] in
            try await Operations.run(
                [Recorder(name: "a", events: events, stubborn: true)], logger: logger, options: options)
        }
        try await events.wait(for: "a runs")
        send(SIGTERM)
        for _ in 0..<2000 where await options.health.results(.readiness).isEmpty {
            try await Task.sleep(for: .milliseconds(5))
        }
        send(SIGTERM)
        try await events.wait(for: "exit \(128 + SIGTERM)")
        running.cancel()
        _ = await running.result
    }

    @Test("An error of the reload hook is no end, and one of a service is")
    func errors() async throws {
        struct Broken: Error {}
        struct Failing: Service { func run() async throws { throw Broken() } }
        var options = RunOptions()
        options.reload = { [events] in
            events.note("tried")
            throw Broken()
        }
        let running = Task { [options, logger, events] in
            try await Operations.run([Recorder(name: "a", events: events)], logger: logger, options: options)
        }
        try await events.wait(for: "a runs")
        send(SIGHUP)
        try await events.wait(for: "tried")
        send(SIGTERM)
        try await running.value
        await #expect(throws: Broken.self) { try await Operations.run([Failing()], logger: logger) }
    }
}
