import FoundationEssentials
import SwiftProtobuf
import TestSupport
import Testing
import WireTestSupport

@testable import Wire

/// Calls through a proxy that cuts, delays, splits and half-closes at random moments. Every call ends, with its own answer
/// or with an error that says what is known; nothing is left behind.
@Suite("A faulty network", .serialized) struct FaultyNetworkTests {
    /// What came of one call.
    private enum Outcome {
        case right
        case wrong(String)
        case failed(WireError)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func everyCallEndsRightOrSaysSo(seed: UInt64) async throws {
        let faults = FaultyProxy.Faults(cut: 20, halfClose: 10, delay: 4, splits: true, firstWithin: 2 << 20)
        try await EchoServer.with { echo async throws in
            try await FaultyProxy.with(to: echo.address, faults: faults, seed: seed) { proxy async throws in
                try await echo.withClient(at: proxy.address) {
                    $0.firstDelay = .milliseconds(2)
                    $0.longestDelay = .milliseconds(10)
                } _: { client async throws in
                    let outcomes = try await withThrowingTaskGroup(of: [Outcome].self) { group in
                        for worker in 0..<8 {
                            group.addTask { await self.calls(client, worker: worker, seed: seed) }
                        }
                        return try await group.reduce([], +)
                    }
                    var right = 0
                    for outcome in outcomes {
                        switch outcome {
                        case .right: right += 1
                        case .wrong(let what): Issue.record("a call got what was not its own: \(what)")
                        case .failed(let error):
                            #expect([.unavailable, .deadlineExceeded].contains(error.code), "\(error)")
                        }
                    }
                    #expect(right > 10)
                    #expect(proxy.cuts > 0)
                    #expect(try await eventually { echo.witness.running == 0 })
                }
            }
            #expect(try await eventually { echo.server.connectionCount == 0 })
        }
    }

    private func calls(_ client: WireClient, worker: Int, seed: UInt64) async -> [Outcome] {
        var random = SeededGenerator(seed: seed &* 1000 &+ UInt64(worker))
        var outcomes: [Outcome] = []
        for round in 0..<25 {
            let options = CallOptions(timeout: .seconds(4), waitsForConnection: true)
            let text = Text.with {
                $0.text = "\(worker) \(round)"
                $0.number = UInt64(random.below(5))
                $0.padding = Data(count: random.below(30_000))
            }
            do {
                if round % 3 == 2 {
                    let numbers = try await client.call(Echo.count, text, options) { responses in
                        var numbers: [UInt64] = []
                        for try await response in responses where response.text == text.text {
                            numbers.append(response.number)
                        }
                        return numbers
                    }
                    let isRight = numbers == Array(0..<text.number)
                    outcomes.append(isRight ? .right : .wrong("\(numbers) instead of \(text.number)"))
                } else {
                    let answer = try await client.call(Echo.say, text, options)
                    outcomes.append(answer == text ? .right : .wrong("\(answer.text) instead of \(text.text)"))
                }
            } catch let error as WireError {
                outcomes.append(.failed(error))
            } catch {
                outcomes.append(.wrong("\(error)"))
            }
        }
        return outcomes
    }
}
