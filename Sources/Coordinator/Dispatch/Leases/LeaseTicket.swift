public import Storage
internal import Units

/// The content of a lease's string: the job, the lease of the queue, and who holds it.
public struct LeaseTicket: Hashable, Sendable {
    /// The job's id.
    public var job: String
    /// The worker that holds it.
    public var worker: String
    /// The name of the worker's principal: only its calls may use this lease.
    public var principal: String
    /// The queue's token for the lease; empty for a single run, which is in no queue.
    public var token: JobLease.Token
    /// How often the job has been leased, this time included.
    public var delivery: Int
    /// Whether another worker had the same lease before, and its result is in doubt.
    public var isSecondLook: Bool

    /// A ticket from its parts.
    public init(
        job: String, worker: String, principal: String, token: JobLease.Token, delivery: Int,
        isSecondLook: Bool = false
    ) {
        self.job = job
        self.worker = worker
        self.principal = principal
        self.token = token
        self.delivery = delivery
        self.isSecondLook = isSecondLook
    }
}

/// Encodes tickets as signed strings, and decodes those that a key of this ring signed.
///
/// So the coordinator need not store the leases that it grants: a lease stays valid when the coordinator restarts, and no
/// worker can use a lease that it was not given.
public struct LeaseTicketCodec: Sendable {
    /// No ticket is longer, in bytes.
    private static let longest = 4096
    /// The last part of the ticket of a second look; other tickets do not have it.
    private static let secondLook = "second"

    private let codes: MessageCodes

    /// Signs with the keys of `ring`.
    public init(_ ring: KeyRing) {
        codes = ring.codes(for: "lease")
    }

    /// The string of a lease.
    public func encode(_ ticket: LeaseTicket) -> String {
        var bytes: [UInt8] = []
        let parts = [ticket.job, ticket.worker, ticket.principal, ticket.token.text, "\(ticket.delivery)"]
        for part in parts + (ticket.isSecondLook ? [Self.secondLook] : []) {
            bytes.append(UInt8(truncatingIfNeeded: part.utf8.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: part.utf8.count))
            bytes += part.utf8
        }
        return Base64URL.text(of: bytes + codes.code(of: bytes))
    }

    /// The ticket in `text`; nil if no key of this ring signed it.
    public func decode(_ text: String) -> LeaseTicket? {
        guard text.utf8.count <= Self.longest, let bytes = Base64URL.bytes(of: text), bytes.count > MessageCodes.size
        else { return nil }
        let message = Array(bytes.dropLast(MessageCodes.size))
        guard codes.isCode(bytes.suffix(MessageCodes.size), of: message) else { return nil }
        var parts: [String] = []
        var rest = message[...]
        while let high = rest.popFirst(), let low = rest.popFirst() {
            let length = Int(high) << 8 | Int(low)
            guard rest.count >= length, let part = String(validating: rest.prefix(length), as: UTF8.self) else {
                return nil
            }
            parts.append(part)
            rest = rest.dropFirst(length)
        }
        guard parts.count == 5 || parts.count == 6 && parts[5] == Self.secondLook, let delivery = Int(parts[4]) else {
            return nil
        }
        return LeaseTicket(
            job: parts[0], worker: parts[1], principal: parts[2], token: JobLease.Token(parts[3]), delivery: delivery,
            isSecondLook: parts.count == 6)
    }
}
