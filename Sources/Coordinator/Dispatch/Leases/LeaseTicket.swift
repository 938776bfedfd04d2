public import Storage

/// What a lease's string on the wire says: which lease of which job it is, and who has it.
public struct LeaseTicket: Hashable, Sendable {
    /// The job's id.
    public var job: String
    /// The worker that has it.
    public var worker: String
    /// The name of the principal that the worker called as: nobody else may speak of this lease.
    public var principal: String
    /// The queue's name for the lease; empty for a single run, which no queue has.
    public var token: JobLease.Token
    /// How often the job has been leased, this time included.
    public var delivery: Int
    /// Whether another worker had the same lease before, and doubts its result.
    public var isSecondLook: Bool

    /// A lease's ticket.
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

/// Writes leases' strings and reads them back: only what was written with a key of this ring is read.
///
/// So the coordinator need not remember what it gave out: a lease outlives its restart, and nobody can speak of a job that
/// they were never given.
public struct LeaseTicketCodec: Sendable {
    /// No ticket is longer, in bytes.
    private static let longest = 4096
    /// What stands last in the ticket of a second look, and in no other.
    private static let secondLook = "second"

    private let codes: MessageCodes

    /// Tickets by the keys of `ring`.
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

    /// The lease that `text` was written for; nil if this ring wrote none such.
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
