internal import Concurrency
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
package import Outgoing

/// Sends requests to places that somebody else chose, and to none that is not on the Internet.
///
/// It looks a name up itself, refuses it if any of its addresses is not public, and connects to an address that it has seen: a
/// name that means something else a moment later gains nothing. It follows no redirection.
package struct GuardedClient: Sendable {
    /// Why a request was not answered.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        /// What happened.
        package let description: String
    }

    /// How long a request may take in all.
    package var timeout = Duration.seconds(5)
    /// Addresses that are allowed although they are not public: of a network that is the operator's own.
    package var allowed: [NetworkRange] = []
    /// All addresses of a name.
    var resolve: @Sendable (String) async throws -> [String] = { try await Self.lookUp($0) }
    /// Whom certificates are believed from; nil: whom this machine believes.
    var trustRoots: NIOSSLTrustRoots?

    /// One that goes to public addresses only.
    package init() {}

    /// Sends a request with a body, and reads nothing but the status.
    /// - Returns: the status of the answer.
    /// - Throws: ``Failure``; `CancellationError`.
    func send(
        _ method: HTTPMethod, to url: OutgoingURL, headers: [(String, String)], body: [UInt8]
    ) async throws -> Int {
        try await inTime(url) { exchange, address in
            try await exchange.send(method, to: address, headers: headers, body: body)
        }
    }

    /// Sends a form, or asks for something, and reads the answer.
    /// - Parameters:
    ///   - url: from whom.
    ///   - headers: fields besides those that every request has.
    ///   - form: what is sent; nil: something is only read.
    ///   - size: the longest body that is read.
    /// - Throws: ``Failure``; `CancellationError`.
    package func fetch(
        _ url: OutgoingURL, headers: [(String, String)], form: [UInt8]? = nil, atMost size: Int
    ) async throws -> OutgoingExchange.Answer {
        try await inTime(url) { exchange, address in
            try await exchange.fetch(
                form == nil ? .GET : .POST, to: address, headers: headers, body: form ?? [], atMost: size)
        }
    }

    private func inTime<Value: Sendable>(
        _ url: OutgoingURL, _ body: @Sendable @escaping (OutgoingExchange, SocketAddress) async throws -> Value
    ) async throws -> Value {
        try await firstToEnd {
            let address = try SocketAddress(ipAddress: try await address(of: url), port: url.port)
            let exchange = OutgoingExchange(
                url, isAddress: PublicAddress.isAddress(url.host), trustRoots: trustRoots)
            do {
                return try await body(exchange, address)
            } catch let failure as OutgoingExchange.Failure {
                throw Failure(description: failure.description)
            }
        } or: { [timeout] in
            try await Task.sleep(for: timeout)
            throw Failure(description: "there was no answer within \(timeout)")
        }
    }

    /// An address that a request to `url` may be sent to.
    func address(of url: OutgoingURL) async throws -> String {
        let found = try await resolve(url.host)
        guard let first = found.first else { throw Failure(description: "\(url.host) has no address") }
        for address in found
        where !PublicAddress.contains(address) && !allowed.contains(where: { $0.contains(address) }) {
            throw Failure(description: "\(url.host) has the address \(address), which is not public")
        }
        return first
    }

    /// What this machine's resolver says; waits on a thread that may wait.
    private static func lookUp(_ host: String) async throws -> [String] {
        try await BlockingWork.run { _ in
            var hints = unsafe addrinfo()
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            var found: UnsafeMutablePointer<addrinfo>?
            guard unsafe getaddrinfo(host, nil, &hints, &found) == 0 else {
                throw Failure(description: "\(host) cannot be looked up")
            }
            defer { unsafe freeaddrinfo(found) }
            var addresses: [String] = []
            var next = unsafe found
            while let entry = unsafe next {
                var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
                let result = unsafe getnameinfo(
                    entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
                    NI_NUMERICHOST)
                if result == 0 {
                    addresses.append(
                        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
                }
                unsafe next = entry.pointee.ai_next
            }
            return addresses
        }
    }
}

extension PublicAddress {
    /// Whether `text` is an address at all, and no name.
    static func isAddress(_ text: String) -> Bool { NetworkRange(parsing: text) != nil && !text.contains("/") }
}
