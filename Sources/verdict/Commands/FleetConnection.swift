import Fleet
import Logging
import Reporting
import Units
import Wire

/// A command's connection to its coordinator.
enum FleetConnection {
    /// How long a coordinator may take to answer the first time.
    private static let firstAnswer = Duration.seconds(10)

    /// Runs `body` with a client of the coordinator that `options` name, once that has answered; closes the client.
    /// - Parameter patience: how long is tried again what the loss of the connection broke off, once it was there.
    /// - Throws: ``CommandError`` with what to do if nobody answers; what `body` throws.
    static func with<Result>(
        _ options: CoordinatorOptions, patience: Duration, _ body: (VerdictClient) async throws -> Result
    ) async throws -> Result {
        let configuration = try options.configuration()
        var transfer = TransferOptions()
        transfer.patience = patience
        let logger = Logger(label: "verdict") { _ in SwiftLogNoOpLogHandler() }
        let client = VerdictClient(configuration, options: transfer, logger: logger)
        let result: Swift.Result<Result, any Error>
        do {
            try await reach(client)
            result = .success(try await body(client))
        } catch let error as WireError {
            result = .failure(Task.isCancelled ? CancellationError() : failure(error, at: configuration.addresses))
        } catch {
            result = .failure(error)
        }
        await client.close()
        return try result.get()
    }

    /// Asks something small, so that a coordinator that is not there is known of at once.
    private static func reach(_ client: VerdictClient) async throws(WireError) {
        var request = Verdict_V1_ListPackagesRequest()
        request.limit = 1
        _ = try await client.wire.call(JudgeMethods.listPackages, request, CallOptions(timeout: firstAnswer))
    }

    /// What went wrong, in words that say what to do.
    static func failure(_ error: WireError, at addresses: [WireAddress]) -> CommandError {
        let place = addresses.map { "\($0)" }.joined(separator: " or ")
        let words = PrintableText.block(error.message)
        return switch error.code {
        case .unavailable, .deadlineExceeded:
            CommandError(
                "no coordinator answers at \(place): \(words); start verdict-coordinator there, or name another place with "
                    + "--coordinator or VERDICT_COORDINATOR")
        case .unauthenticated:
            CommandError(
                "the coordinator at \(place) rejected the token (\(words)); give another with --token-file or "
                    + "VERDICT_TOKEN_FILE, which `verdict admin token` makes")
        case .permissionDenied: CommandError("\(words); use a token of another role")
        case .unimplemented: CommandError("\(words); the coordinator has another version than this program")
        case .resourceExhausted:
            CommandError(words + (error.retryAfter.map { "; try again in \($0.secondsText)" } ?? ""))
        default: CommandError("\(words) (\(error.code))")
        }
    }
}

/// Says when the coordinator is gone and when it is back, once each.
struct ConnectionNotices {
    private var isKnown = false
    private var isGone = false

    /// Takes in how the connection stands; returns what to say of it.
    mutating func take(_ state: ClientState) -> String? {
        switch state {
        case .ready:
            defer { (isKnown, isGone) = (true, false) }
            return isGone ? "coordinator is back" : nil
        case .idle, .waiting:
            // Before the first connection there is nothing that could be gone.
            guard isKnown, !isGone else { return nil }
            isGone = true
            return "coordinator gone, waiting"
        case .connecting, .closed: return nil
        }
    }
}
