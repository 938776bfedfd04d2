public import Storage
import Synchronization

/// Announcements over a cluster, as messages that no stream takes up: the servers hand them on, and forget them.
///
/// The subject has the sender's name and the stream's: who sent it passes it over, and who follows no such stream does not even
/// open it.
public final class JetStreamAnnouncements: Announcements {
    /// The most that one may have, and how many wait: to be sent, in the library, for the reader.
    private static let (largest, mostWaiting) = (64 << 10, 256)

    private let connection: Connection
    private let subjects: String
    private let keys: KeyRing
    /// Nobody else's, so that what comes back is known.
    private let name = randomName()
    private let unsent = Atomic(0)

    init(_ connection: Connection, subjects: String, keys: KeyRing) {
        (self.connection, self.subjects, self.keys) = (connection, subjects, keys)
    }

    /// See `Announcements`. What has more than 64 KiB is not sent, nor what comes while 256 others wait for the connection.
    public func announce(_ message: [UInt8], about stream: StreamName) {
        guard message.count <= Self.largest, case .connected = connection.state else { return }
        guard unsent.add(1, ordering: .relaxed).newValue <= Self.mostWaiting,
            // What cannot be sealed is lost as what cannot be sent is.
            let sealed = try? keys.seal(message, for: Self.binding(stream))
        else {
            unsent.subtract(1, ordering: .relaxed)
            return
        }
        connection.publish("\(subjects).\(name).\(stream.text)", sealed) { [self] in
            unsent.subtract(1, ordering: .relaxed)
        }
    }

    /// See `Announcements`.
    public func announcements(
        about isWanted: @escaping @Sendable (StreamName) -> Bool
    ) async -> AsyncStream<Announcement> {
        let (announcements, continuation) = AsyncStream.makeStream(
            of: Announcement.self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
        let limits = Subscription.Limits(messages: Self.mostWaiting, bytes: Self.mostWaiting * Self.largest)
        let subscription = await connection.subscribe("\(subjects).*.*", limits: limits) {
            [name, subjects, keys] message in
            let parts = message.subject.dropFirst(subjects.utf8.count + 1).split(separator: ".")
            guard parts.count == 2, parts[0] != name, let stream = try? StreamName(String(parts[1])), isWanted(stream),
                // What others than coordinators of this store publish there is nobody's announcement.
                let opened = try? keys.open(message.payload, for: Self.binding(stream))
            else { return }
            continuation.yield(Announcement(opened, about: stream))
        }
        guard let subscription else {
            continuation.finish()
            return announcements
        }
        continuation.onTermination = { [connection] _ in connection.end(subscription) }
        return announcements
    }

    private static func binding(_ stream: StreamName) -> SealBinding {
        SealBinding(purpose: "announcement", [Array(stream.text.utf8)])
    }
}
