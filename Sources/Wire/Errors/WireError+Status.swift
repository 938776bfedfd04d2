internal import FoundationEssentials
internal import NIOCore

/// One frame of the wire.
typealias Frame = Verdict_V1_Frame

extension WireError {
    private static let longestMessage = 4096
    private static let largestDetails = 8192

    /// What a frame's status says; nil when it is OK.
    init?(_ status: Frame.Status) {
        guard status.code != 0 else { return nil }
        self.init(
            StatusCode(rawValue: Int(status.code)) ?? .unknown,
            status.message,
            details: status.details.map { ErrorDetail(type: $0.type, bytes: [UInt8]($0.value)) },
            retryAfter: status.retryAfterNs == 0 ? nil : .nanoseconds(Int64(clamping: status.retryAfterNs)),
            notStarted: status.notStarted
        )
    }

    /// As a frame says it, cut to what a frame may hold.
    var status: Frame.Status {
        var status = Frame.Status()
        status.code = UInt32(code.rawValue)
        status.message = message.utf8.count <= Self.longestMessage ? message : String(cutting: message)
        if details.reduce(0, { $0 + $1.type.utf8.count + $1.bytes.count }) <= Self.largestDetails {
            status.details = details.map { detail in
                var made = Frame.Detail()
                made.type = detail.type
                made.value = Data(detail.bytes)
                return made
            }
        }
        status.retryAfterNs = retryAfter.map { UInt64(clamping: $0.wholeNanoseconds) } ?? 0
        status.notStarted = notStarted
        return status
    }

    /// What the calls of a connection that ends with this error fail with.
    func endingCall(notStarted: Bool = false) -> WireError {
        WireError(
            .unavailable, "the connection ended: \(message)", details: details, retryAfter: retryAfter,
            notStarted: notStarted)
    }
}

extension String {
    /// The beginning of `text` that fits into the longest message of a status, ending where a character ends.
    fileprivate init(cutting text: String) {
        var taken = ""
        for character in text.prefix(4096) {
            guard taken.utf8.count + character.utf8.count <= 4096 else { break }
            taken.append(character)
        }
        self = taken
    }
}

extension Duration {
    /// In nanoseconds, cut off; the largest number where there are more.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || carried ? (seconds < 0 ? .min : .max) : sum
    }

    /// As NIO counts time.
    var amount: TimeAmount { .nanoseconds(wholeNanoseconds) }
}
