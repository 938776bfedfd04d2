import Identity
internal import NIOCore

/// The buckets of everybody who uses a server. Pure, and bounded: full buckets are forgotten.
struct RateLimiter {
    private static let mostBuckets = 10_000

    private struct Buckets<Key: Hashable & Sendable> {
        let rate: Rate?
        var all: [Key: TokenBucket] = [:]

        /// Lets `body` take from the bucket of `key`; nil without a rate.
        mutating func use(_ key: Key, now: NIODeadline, _ body: (inout TokenBucket) -> Duration?) -> Duration? {
            guard let rate else { return nil }
            if all.count >= RateLimiter.mostBuckets, all[key] == nil {
                all = all.filter { entry in
                    var bucket = entry.value
                    return !bucket.isFull(now: now)
                }
                // So many are no ordinary visitors: who is new waits until some of them are gone.
                guard all.count < RateLimiter.mostBuckets else { return .seconds(1) }
            }
            return body(&all[key, default: TokenBucket(rate, now: now)])
        }
    }

    private var connections: Buckets<String>
    private var calls: Buckets<Principal>
    private var bytes: Buckets<Principal>

    init(_ limits: RateLimits) {
        connections = Buckets(rate: limits.connections)
        calls = Buckets(rate: limits.calls)
        bytes = Buckets(rate: limits.bytes)
    }

    /// A connection from `address`; nil: let it in, else how long it has to wait.
    mutating func connection(from address: String, now: NIODeadline) -> Duration? {
        connections.use(address, now: now) { $0.take(now: now) }
    }

    /// A call of `principal`; nil: make it, else how long it has to wait.
    mutating func call(of principal: Principal, now: NIODeadline) -> Duration? {
        calls.use(principal, now: now) { $0.take(now: now) }
    }

    /// Bytes that came from `principal`; how long to read no more.
    mutating func received(_ count: Int, from principal: Principal, now: NIODeadline) -> Duration? {
        bytes.use(principal, now: now) { $0.spend(count, now: now) }
    }
}

/// How fast anybody may use a server; nil: as fast as they like.
public struct RateLimits: Hashable, Sendable {
    /// New connections from one address (of IPv6: from one /64 network).
    public var connections: Rate? = Rate(perSecond: 20, burst: 100)
    /// Calls of one principal, on all its connections together. A call too many ends with
    /// ``StatusCode/resourceExhausted`` and says when to come again.
    public var calls: Rate?
    /// Bytes from one principal, on all its connections together. Too many are read later.
    public var bytes: Rate?

    /// The defaults: connections are limited, calls and bytes are not.
    public init() {}
}
