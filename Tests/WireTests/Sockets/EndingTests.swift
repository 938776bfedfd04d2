import FoundationEssentials
import SwiftProtobuf
import SystemPackage
import Testing
import Units
import WireTestSupport

@testable import Wire

@Suite("How calls and connections end") struct EndingTests {
    @Test func deadlineEndsTheCallAndItsHandler() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                _ = try await client.call(Echo.say, Text())
                let start = ContinuousClock.now
                let error = await #expect(throws: WireError.self) {
                    try await client.call(
                        Echo.say, .with { $0.number = 60_000 }, CallOptions(timeout: .milliseconds(300)))
                }
                #expect(error?.code == .deadlineExceeded)
                #expect(ContinuousClock.now - start < .seconds(5))
                #expect(try await eventually { echo.witness.running == 0 && echo.witness.cancelled == 1 })
            }
        }
    }

    @Test func cancelledTaskCancelsTheHandler() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                let error = await withTaskGroup(of: WireError?.self) { group in
                    group.addTask { await failure { try await client.call(Echo.say, .with { $0.number = 60_000 }) } }
                    _ = try? await eventually { echo.witness.running == 1 }
                    group.cancelAll()
                    return await group.next() ?? nil
                }
                #expect(error?.code == .cancelled)
                #expect(try await eventually { echo.witness.running == 0 && echo.witness.cancelled == 1 })
            }
        }
    }

    @Test func leavingAStreamEarlyCancelsTheHandler() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                let request = Text.with {
                    $0.number = 1_000_000
                    $0.padding = Data(count: 10_000)
                }
                try await client.call(Echo.count, request) { responses in
                    for try await response in responses where response.number == 10 {
                        break
                    }
                }
                #expect(try await eventually { echo.witness.running == 0 })
                #expect(try await client.call(Echo.say, Text("still there")).text == "still there")
            }
        }
    }

    @Test func childTasksOfAStreamCanBeCancelled() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                try await client.stream(Echo.ignore) { stream in
                    await withTaskGroup(of: Void.self) { group in
                        group.addTask { _ = try? await stream.responses.single() }
                        group.addTask {
                            // Writes until the window is full, and waits.
                            let large = Text.with { $0.padding = Data(count: 500_000) }
                            while (try? await stream.write(large)) != nil {}
                        }
                        try? await Task.sleep(for: .milliseconds(50))
                        group.cancelAll()
                    }
                }
            }
        }
    }

    @Test func lostConnectionFailsCallsAndTheNextOneConnectsAnew() async throws {
        try await EchoServer.with { echo async throws in
            try await FaultyProxy.with(to: echo.address) { proxy async throws in
                try await echo.withClient(at: proxy.address) { client async throws in
                    _ = try await client.call(Echo.say, Text())
                    // A connection that lived for less than a second is no success, and the next attempt would wait.
                    try await Task.sleep(for: .milliseconds(1050))
                    async let lost = failure { try await client.call(Echo.say, .with { $0.number = 60_000 }) }
                    #expect(try await eventually { echo.witness.running == 1 })
                    proxy.cutAll()
                    let error = await lost
                    #expect(error?.code == .unavailable)
                    #expect(error?.notStarted == false)
                    #expect(error?.canRepeat(isIdempotent: Echo.say.isIdempotent) == true)
                    #expect(error?.canRepeat(isIdempotent: false) == false)
                    #expect(try await eventually { echo.witness.running == 0 })
                    #expect(try await client.call(Echo.say, Text("again")).text == "again")
                }
            }
        }
    }

    @Test func nobodyThereIsSaidAtOnceAndAttemptsWaitLonger() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        var configuration = ClientConfiguration(address: .unix(directory.path.appending("none")), token: Token.client)
        configuration.firstDelay = .milliseconds(20)
        let client = WireClient(configuration, logger: .quiet)
        let states = client.states
        let error = await #expect(throws: WireError.self) { try await client.call(Echo.say, Text()) }
        #expect(error?.code == .unavailable)
        #expect(error?.notStarted == true)
        let patient = await #expect(throws: WireError.self) {
            try await client.call(
                Echo.say, Text(), CallOptions(timeout: .milliseconds(300), waitsForConnection: true))
        }
        #expect(patient?.code == .deadlineExceeded)
        #expect(patient?.notStarted == true)
        await client.close()
        var seen: [ClientState] = []
        for await state in states {
            seen.append(state)
            if state == .closed { break }
        }
        #expect(seen.first == .idle)
        #expect(seen.filter { $0 == .connecting }.count >= 3)
    }

    @Test func patientCallIsMadeWhenTheServerComes() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let address = WireAddress.unix(directory.path.appending("socket"))
        var configuration = ClientConfiguration(address: address, token: Token.client)
        configuration.firstDelay = .milliseconds(20)
        let client = WireClient(configuration, logger: .quiet)
        async let answer = client.call(
            Echo.say, .with { $0.text = "at last" }, CallOptions(timeout: .seconds(10), waitsForConnection: true))
        try await Task.sleep(for: .milliseconds(100))
        let server = try await WireServer.listen(
            ServerConfiguration(address: address, access: Token.access), .echo(Witness()), logger: .quiet)
        async let running: Void = server.run()
        let text = try await answer.text
        #expect(text == "at last")
        await client.close()
        server.stop()
        await running
    }

    @Test func stoppedServerLetsCallsEndAndTakesNoNewOnes() async throws {
        let configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), access: Token.access)
        let witness = Witness()
        let server = try await WireServer.listen(configuration, .echo(witness), logger: .quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            let client = WireClient(ClientConfiguration(address: server.address, token: Token.client), logger: .quiet)
            async let slow = client.call(
                Echo.say,
                .with {
                    $0.number = 300
                    $0.text = "slow"
                })
            #expect(try await eventually { witness.running == 1 })
            server.stop()
            try await Task.sleep(for: .milliseconds(50))
            let error = await #expect(throws: WireError.self) { try await client.call(Echo.say, Text()) }
            #expect(error?.code == .unavailable)
            #expect(error?.notStarted == true)
            let text = try await slow.text
            #expect(text == "slow")
            try await group.next()
            await client.close()
        }
    }

    @Test func stoppedServerDoesNotWaitForEver() async throws {
        var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), access: Token.access)
        configuration.drainTimeout = .milliseconds(100)
        let witness = Witness()
        let server = try await WireServer.listen(configuration, .echo(witness), logger: .quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            let client = WireClient(ClientConfiguration(address: server.address, token: Token.client), logger: .quiet)
            async let endless = failure { try await client.call(Echo.ignore, Text()) }
            #expect(try await eventually { witness.running == 1 })
            server.stop()
            let error = await endless
            #expect(error?.code == .unavailable)
            try await group.next()
            #expect(witness.running == 0)
            await client.close()
        }
    }

    @Test func closedClientLetsCallsEnd() async throws {
        try await EchoServer.with { echo async throws in
            let client = WireClient(ClientConfiguration(address: echo.address, token: Token.client), logger: .quiet)
            async let slow = client.call(Echo.say, .with { $0.number = 200 })
            #expect(try await eventually { echo.witness.running == 1 })
            await client.close()
            let number = try await slow.number
            #expect(number == 200)
            let error = await #expect(throws: WireError.self) { try await client.call(Echo.say, Text()) }
            #expect(error?.notStarted == true)
            #expect(try await eventually { echo.server.connectionCount == 0 })
        }
    }
}
