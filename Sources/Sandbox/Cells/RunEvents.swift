/// What has happened to a run or its cell: what `epoll_wait(2)` tells by the bit as a key, `poll(2)` by its order.
struct RunEvents: OptionSet {
    let rawValue: UInt64

    /// The cell has answered, or is gone.
    static let socket = RunEvents(rawValue: 1 << 0)
    /// There is standard output.
    static let output = RunEvents(rawValue: 1 << 1)
    /// There is standard error.
    static let error = RunEvents(rawValue: 1 << 2)
    static let outOfMemory = RunEvents(rawValue: 1 << 3)
    /// It is time to look at the host.
    static let look = RunEvents(rawValue: 1 << 4)
    /// A run is over, and nobody waits.
    static let idle = RunEvents(rawValue: 1 << 5)
}
