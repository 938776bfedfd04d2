/// What the processes that have one store open tell each other, and nobody keeps.
///
/// It is there in milliseconds or not at all: lost on whoever is away, slow, or comes later, and where it is too large or too much.
/// Nothing may depend on it.
public protocol Announcements: Sendable {
    /// Tells the others something about a stream. Returns at once, whether it will get there or not.
    func announce(_ message: [UInt8], about stream: StreamName)

    /// What the others tell from now on, for one reader; what it is too slow for is left out.
    /// - Parameter isWanted: whether anything about a stream is worth reading; asked often, from any thread.
    func announcements(
        about isWanted: @escaping @Sendable (StreamName) -> Bool
    ) async -> AsyncStream<Announcement>
}

/// Something that another process tells.
public struct Announcement: Hashable, Sendable {
    /// The stream that it is about.
    public var stream: StreamName
    /// What it says.
    public var message: [UInt8]

    /// Such a message about `stream`.
    public init(_ message: [UInt8], about stream: StreamName) {
        (self.stream, self.message) = (stream, message)
    }
}
