import FoundationEssentials
import SwiftProtobuf
import SystemPackage
import Testing
import Units
import WireTestSupport

@testable import Wire

@Suite("Calls over sockets") struct RoundTripTests {
    @Test(arguments: Transport.allCases)
    func unaryCallComesBack(transport: Transport) async throws {
        try await EchoServer.with(transport) { echo async throws in
            try await echo.withClient { client async throws in
                for number in 0..<50 {
                    let answer = try await client.call(Echo.say, .with { $0.text = "hello \(number)" })
                    #expect(answer.text == "hello \(number)")
                }
                #expect(client.state == .ready(server: "verdict 0"))
            }
        }
    }

    @Test(arguments: Transport.allCases)
    func manyCallsAtATimeKeepTheirAnswersApart(transport: Transport) async throws {
        try await EchoServer.with(transport) { echo async throws in
            try await echo.withClient { client async throws in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<200 {
                        group.addTask {
                            let answer = try await client.call(
                                Echo.say,
                                .with {
                                    $0.text = "\(number)"
                                    $0.number = UInt64(number % 7)
                                })
                            return answer.text == "\(number)"
                        }
                    }
                    for try await isRight in group {
                        #expect(isRight)
                    }
                }
                #expect(echo.server.connectionCount == 1)
            }
        }
    }

    @Test(arguments: Transport.allCases)
    func serverStreamsInOrder(transport: Transport) async throws {
        try await EchoServer.with(transport) { echo async throws in
            try await echo.withClient { client async throws in
                let request = Text.with {
                    $0.number = 500
                    $0.padding = Data(count: 20_000)
                }
                let numbers = try await client.call(Echo.count, request) { responses in
                    var numbers: [UInt64] = []
                    for try await response in responses {
                        numbers.append(response.number)
                    }
                    return numbers
                }
                #expect(numbers == Array(0..<500))
            }
        }
    }

    @Test func bothSidesStreamAtOnce() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                let sum = try await client.stream(Echo.chat) { stream in
                    try await withThrowingTaskGroup(of: UInt64.self) { group in
                        group.addTask {
                            for number in 1...300 as ClosedRange<UInt64> {
                                try await stream.write(
                                    .with {
                                        $0.number = number
                                        $0.padding = Data(count: 10_000)
                                    })
                            }
                            try await stream.finish()
                            return 0
                        }
                        group.addTask {
                            var sum: UInt64 = 0
                            for try await response in stream.responses {
                                sum += response.number
                            }
                            return sum
                        }
                        return try await group.reduce(0, +)
                    }
                }
                #expect(sum == 300 * 301 / 2)
            }
        }
    }

    @Test func statusComesWithMessageDetailsAndDelay() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                for code in StatusCode.allCases where code != .ok {
                    let request = Text.with {
                        $0.number = UInt64(code.rawValue)
                        $0.text = "because"
                    }
                    let error = await #expect(throws: WireError.self) { try await client.call(Echo.fail, request) }
                    #expect(error?.code == code)
                    #expect(error?.message == "because")
                    #expect(error?.retryAfter == .milliseconds(1500))
                    #expect(error?.details.first?.unpacked(Text.self)?.text == "because")
                }
            }
        }
    }

    @Test func otherErrorsOfHandlersSayNothingOfTheInside() async throws {
        var services = WireServices()
        struct Secret: Error {}
        services.unary(Echo.say) { _, _ in throw Secret() }
        let configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), access: Token.access)
        let server = try await WireServer.listen(configuration, services, logger: .quiet)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            defer { group.cancelAll() }
            let client = WireClient(ClientConfiguration(address: server.address, token: Token.client), logger: .quiet)
            let error = await #expect(throws: WireError.self) { try await client.call(Echo.say, Text()) }
            #expect(error?.code == .internal)
            #expect(error?.message.contains("Secret") == false)
            await client.close()
        }
    }

    @Test func handlerKnowsWhoCallsAndWhy() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                let options = CallOptions(timeout: .seconds(60), metadata: ["traceparent": "00-ab-cd-01"])
                let answer = try await client.call(Echo.describe, Text(), options)
                #expect(answer.text == "client course-42 traceparent=00-ab-cd-01 true")
            }
        }
    }

    @Test func unknownMethodIsNotStarted() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                let error = await #expect(throws: WireError.self) { try await client.call(Echo.missing, Text()) }
                #expect(error?.code == .unimplemented)
                #expect(error?.notStarted == true)
            }
        }
    }

    @Test func messageTooLargeFailsAloneAndAtOnce() async throws {
        try await EchoServer.with { echo async throws in
            try await echo.withClient { client async throws in
                let large = Text.with { $0.padding = Data(count: 3 << 20) }
                let error = await #expect(throws: WireError.self) { try await client.call(Echo.say, large) }
                #expect(error?.code == .resourceExhausted)
                let fits = Text.with { $0.padding = Data(count: (2 << 20) - 200) }
                #expect(try await client.call(Echo.say, fits).padding.count == (2 << 20) - 200)
            }
        }
    }

    @Test func twoServersCannotHaveOneSocketAndAStaleOneIsReplaced() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let configuration = ServerConfiguration(
            address: .unix(directory.path.appending("socket")), access: Token.access)
        let first = try await WireServer.listen(configuration, .echo(Witness()), logger: .quiet)
        await #expect(throws: WireError.self) {
            _ = try await WireServer.listen(configuration, .echo(Witness()), logger: .quiet)
        }
        first.stop()
        await first.run()
        let second = try await WireServer.listen(configuration, .echo(Witness()), logger: .quiet)
        second.stop()
        await second.run()
        try directory.write("socket", "a plain file")
        await #expect(throws: WireError.self) {
            _ = try await WireServer.listen(configuration, .echo(Witness()), logger: .quiet)
        }
    }
}
