public import Events
public import Storage
internal import Synchronization

/// Something that people watch: what it shows is made again when one of its streams has an entry, once for all who see the same.
public struct Topic: Sendable {
    /// Which one, and for whom.
    public struct Request: Hashable, Sendable {
        /// What the braces of the path stand for: `id` to `3r8w…`.
        public var parameters: [String: String]
        /// Those who see the same: what ``Topic/audience`` said.
        public var audience: String
    }

    /// What it shows.
    public struct Content: Sendable {
        /// JSON.
        public var bytes: [UInt8]
        /// Stands for what is left out, such as the rows behind the first page: when it is another number, who watches is told
        /// again what they know, and can ask for the rest anew.
        public var rest: Int

        /// What is shown of what is not there, or of what nothing may be known.
        public static let nothing = Content(bytes: Array("null".utf8), rest: 0)

        /// JSON as it is.
        public init(bytes: [UInt8], rest: Int = 0) {
            (self.bytes, self.rest) = (bytes, rest)
        }

        /// A value as JSON, as answers have it.
        /// - Throws: what it throws that cannot be written.
        public init(_ value: some Encodable & Sendable, rest: Int = 0) throws {
            self.init(bytes: try RouteAnswer(value).body ?? [], rest: rest)
        }
    }

    /// Where it is found, below `/api/v1/live/`: `contests/{id}/board`.
    public var path: String
    /// Where else it is found, such as `api/v1/contests/{id}/live`; nil: nowhere.
    public var otherAddress: String?
    /// What permissions call watching it.
    public var action: Action
    /// Whose the thing is, and in which scopes.
    public var subject: @Sendable ([String: String]) async throws -> Subject
    /// Those who see the same as the actor, such as `public` or `judges`.
    public var audience: @Sendable (Actor) -> String
    /// The streams that what it shows follows from.
    public var streams: @Sendable ([String: String]) -> StreamPattern
    /// What an audience sees, with all that the log has up to the position.
    public var show: @Sendable (Request, LogPosition) async throws -> Content
    /// What changes what it shows and is not in the log, if anything does: goes on while somebody watches, and calls what it is
    /// given whenever something is new.
    public var beside: (@Sendable ([String: String], @escaping @Sendable () -> Void) async throws -> Void)?
    /// The shortest time between two makings of it.
    public var pause = Duration.milliseconds(50)

    /// All addresses at which it is found.
    public var addresses: [String] { ["api/v1/live/" + path] + (otherAddress.map { [$0] } ?? []) }

    /// A topic of which everybody who may watch it sees the same.
    public init(
        _ path: String, _ action: Action, of streams: @escaping @Sendable ([String: String]) -> StreamPattern,
        show: @escaping @Sendable (Request, LogPosition) async throws -> Content
    ) {
        (self.path, self.action, self.streams, self.show) = (path, action, streams, show)
        subject = { _ in Subject() }
        audience = { _ in "all" }
    }
}

/// What a topic shows from some position on.
public struct TopicNews: Hashable, Sendable {
    private static let last = Atomic<UInt64>(0)

    /// All entries up to there are in it: who comes back with it misses nothing.
    public let position: LogPosition
    /// JSON.
    public let bytes: [UInt8]
    /// Which making it is: no two of one process have the same number, and all who are told of it see the same.
    public let number: UInt64

    init(position: LogPosition, bytes: [UInt8]) {
        (self.position, self.bytes) = (position, bytes)
        number = Self.last.add(1, ordering: .relaxed).newValue
    }
}
