import FoundationEssentials
import Identity
import Logging
import NIOCore
import Synchronization
import SystemPackage
import WireTestSupport

@testable import Wire

typealias Text = Verdict_Test_V1_Text

extension Text {
    init(_ text: String) {
        self.init()
        self.text = text
    }
}

/// The methods of the tests.
enum Echo {
    /// What every role may do.
    static let everybody = Permission.knowContents
    /// Gives back what it gets; its number is the milliseconds that it takes.
    static let say = Method<Text, Text>("verdict.test.v1.Echo/Say", permission: everybody, isIdempotent: true)
    /// Gives back as many messages as the number says, of the same padding.
    static let count = Method<Text, Text>("verdict.test.v1.Echo/Count", permission: everybody)
    /// Gives back each message as it comes.
    static let chat = Method<Text, Text>("verdict.test.v1.Echo/Chat", permission: everybody)
    /// Reads nothing, and ends when it is cancelled.
    static let ignore = Method<Text, Text>("verdict.test.v1.Echo/Ignore", permission: everybody)
    /// Fails with the number as status code.
    static let fail = Method<Text, Text>("verdict.test.v1.Echo/Fail", permission: everybody)
    /// Says who calls, what came along and how much time is left.
    static let describe = Method<Text, Text>("verdict.test.v1.Echo/Describe", permission: everybody)
    /// For workers only.
    static let work = Method<Text, Text>("verdict.test.v1.Echo/Work", permission: .doJobs)
    /// Is of no server.
    static let missing = Method<Text, Text>("verdict.test.v1.Echo/Missing", permission: everybody)
}

/// What the handlers of a test's server have seen.
final class Witness: Sendable {
    private let state = Mutex((running: 0, most: 0, cancelled: 0, begun: 0))

    var running: Int { state.withLock { $0.running } }
    var most: Int { state.withLock { $0.most } }
    var cancelled: Int { state.withLock { $0.cancelled } }
    var begun: Int { state.withLock { $0.begun } }

    func during<Result>(_ body: () async throws -> Result) async throws -> Result {
        state.withLock {
            $0.running += 1
            $0.begun += 1
            $0.most = max($0.most, $0.running)
        }
        defer {
            state.withLock {
                $0.running -= 1
                $0.cancelled += Task.isCancelled ? 1 : 0
            }
        }
        return try await body()
    }
}

extension WireServices {
    static func echo(_ witness: Witness) -> WireServices {
        var services = WireServices()
        services.unary(Echo.say) { request, _ in
            try await witness.during {
                if request.number > 0 { try await Task.sleep(for: .milliseconds(Int64(request.number))) }
                return request
            }
        }
        services.serverStreaming(Echo.count) { request, responses, _ in
            try await witness.during {
                for number in 0..<request.number {
                    var text = request
                    text.number = number
                    try await responses.write(text)
                }
            }
        }
        services.streaming(Echo.chat) { requests, responses, _ in
            try await witness.during {
                for try await request in requests {
                    try await responses.write(request)
                }
            }
        }
        services.streaming(Echo.ignore) { _, _, _ in
            try await witness.during { try await Task.sleep(for: .seconds(600)) }
        }
        services.unary(Echo.fail) { request, _ in
            guard let code = StatusCode(rawValue: Int(request.number)) else { throw CancellationError() }
            throw WireError(
                code, request.text, details: [try ErrorDetail(request)], retryAfter: .milliseconds(1500))
        }
        services.unary(Echo.describe) { request, context in
            var text = request
            let metadata = context.metadata.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ",")
            text.text = "\(context.principal) \(metadata) \(context.timeLeft.map { $0 > .zero } ?? false)"
            return text
        }
        services.unary(Echo.work) { request, _ in request }
        return services
    }
}

/// Tokens of the tests.
enum Token {
    static let worker = "worker-token-of-the-tests"
    static let client = "client-token-of-the-tests"

    static var access: AccessList {
        var access = AccessList()
        access.add(Principal(role: .worker, name: "judge-7"), .token, SecretDigest(of: worker.utf8))
        access.add(Principal(role: .client, name: "course-42"), .token, SecretDigest(of: client.utf8))
        return access
    }
}

/// Where a test's server listens.
enum Transport: String, CaseIterable, Sendable {
    case tcp, unix

    func address(in directory: TemporaryDirectory) -> WireAddress {
        switch self {
        case .tcp: .tcp(host: "127.0.0.1", port: 0)
        case .unix: .unix(directory.path.appending("socket"))
        }
    }
}

/// A server of echoes that runs while `body` does.
struct EchoServer: Sendable {
    let server: WireServer
    let witness: Witness
    let directory: TemporaryDirectory

    var address: WireAddress { server.address }

    static func with<Result: Sendable>(
        _ transport: Transport = .tcp,
        _ change: (inout ServerConfiguration, TemporaryDirectory) throws -> Void = { _, _ in },
        _ body: (EchoServer) async throws -> Result
    ) async throws -> Result {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        var configuration = ServerConfiguration(address: transport.address(in: directory), access: Token.access)
        configuration.rates.connections = nil
        try change(&configuration, directory)
        let witness = Witness()
        let server = try await WireServer.listen(configuration, .echo(witness), logger: .quiet)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            defer { group.cancelAll() }
            return try await body(EchoServer(server: server, witness: witness, directory: directory))
        }
    }

    /// A client that is closed when `body` has ended.
    func withClient<Result>(
        token: String? = Token.client, at address: WireAddress? = nil,
        _ change: (inout ClientConfiguration) -> Void = { _ in }, _ body: (WireClient) async throws -> Result
    ) async throws -> Result {
        var configuration = ClientConfiguration(address: address ?? self.address, token: token)
        change(&configuration)
        let client = WireClient(configuration, logger: .quiet)
        do {
            let result = try await body(client)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }
}

extension Logger {
    static var quiet: Logger {
        Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    }
}

/// The error with which something fails; nil if it does not, or with another kind.
func failure<Result>(of body: () async throws -> Result) async -> WireError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? WireError
    }
}

/// Waits until something holds; false if it does not in `seconds`.
func eventually(within seconds: Double = 5, _ condition: () async -> Bool) async throws -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
        if await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return await condition()
}
