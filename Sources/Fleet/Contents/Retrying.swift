internal import Wire

/// When to try again what failed, and when to give up.
struct Retrying {
    private let options: TransferOptions
    private var failures = 0
    private var failingSince: ContinuousClock.Instant?

    init(_ options: TransferOptions) {
        self.options = options
    }

    /// Something was achieved.
    mutating func succeeded() {
        failures = 0
        failingSince = nil
    }

    /// Waits until the next attempt; throws `error` if there is to be none.
    mutating func wait(after error: WireError, isIdempotent: Bool) async throws {
        guard Self.mayPass(error, isIdempotent: isIdempotent) else { throw error }
        let now = ContinuousClock.now
        let since = failingSince ?? now
        failingSince = since
        let full = min(options.firstDelay * (1 << min(failures, 20)), options.longestDelay)
        failures += 1
        let delay = max(full / 2 + full / 2 * Double.random(in: 0..<1), error.retryAfter ?? .zero)
        guard since.duration(to: now) + delay <= options.patience else { throw error }
        try await Task.sleep(for: delay)
    }
}

extension Retrying {
    /// Whether the same call can do better later, and be made again without being done twice. What a server refuses for
    /// good it has not begun either.
    fileprivate static func mayPass(_ error: WireError, isIdempotent: Bool) -> Bool {
        switch error.code {
        case .unavailable, .deadlineExceeded: error.canRepeat(isIdempotent: isIdempotent)
        case .resourceExhausted: error.retryAfter != nil
        case .aborted: isIdempotent
        default: false
        }
    }
}

extension WireClient {
    /// Calls `method` until it answers, fails for good, or patience is at its end.
    func callPatiently<Request, Response>(
        _ method: Method<Request, Response>, _ request: Request, _ options: TransferOptions
    ) async throws -> Response {
        var retrying = Retrying(options)
        while true {
            do throws(WireError) {
                return try await call(method, request)
            } catch {
                try await retrying.wait(after: error, isIdempotent: method.isIdempotent)
            }
        }
    }
}
