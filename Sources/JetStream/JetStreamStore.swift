public import Storage
import Units

/// A log, a queue, contents and the keys of people on a cluster of NATS servers, over one connection.
///
/// Any number of processes have it open at a time. What is acknowledged is on most of the servers: with three replicas it
/// is there after one of them is lost with its disk. While most of the servers are away each call fails as `unavailable`
/// when its time is over (``JetStreamConfiguration/patience``), and passes when they are back.
public final class JetStreamStore: Sendable {
    /// The log of all that happened.
    public let log: JetStreamLog
    /// The jobs that wait, are leased, or were given up.
    public let queue: JetStreamQueue
    /// Sources, artifacts, test data.
    public let blobs: JetStreamBlobs
    /// The keys of people; those asked for a moment ago come from memory.
    public let people: RecentPersonKeys
    /// What other processes that have the store open tell at once.
    public let announcements: JetStreamAnnouncements
    /// What an operator should change about the servers, in a sentence; nil: nothing.
    public let warning: String?

    let client: JetStreamClient
    private let sweeping: [Task<Void, Never>]

    /// Opens the store, and makes its streams where they are not there yet; learns of all jobs that are in the queue.
    /// - Parameters:
    ///   - configuration: where the servers are, and how things are kept there.
    ///   - keys: what contents and payloads are sealed with before they leave this process, and were before. What is not
    ///     sealed: names of streams, ids and lanes of jobs, how they stand, hashes and sizes.
    ///   - leaseDuration: how long a lease lasts.
    /// - Throws: ``StorageError``: `badRequest` for a configuration that makes no sense; `unavailable`, also where no
    ///   server answers; `closed` where all refuse the credentials; `incompatible` for another program's streams; `full`.
    public static func open(
        _ configuration: JetStreamConfiguration, keys: KeyRing, leaseDuration: Duration
    ) async throws(StorageError) -> JetStreamStore {
        let client = try await JetStreamClient(configuration, keys: keys)
        do throws(StorageError) {
            return JetStreamStore(
                client, log: try await client.eventLog(),
                queue: try await client.jobQueue(leaseDuration: leaseDuration), blobs: try await client.blobStore(),
                people: try await client.personKeys(),
                warning: try await client.hasOldServers() ? oldServers : nil)
        } catch {
            await client.close()
            throw error
        }
    }

    /// ``StoredStream`` says what they do.
    private static let oldServers =
        "the NATS servers are older than 2.10: when one that led is killed or stands still, their copies can come to "
        + "differ, and what was acknowledged can be lost; install nats-server 2.10.27 or newer on all of them"

    private init(
        _ client: JetStreamClient, log: JetStreamLog, queue: JetStreamQueue, blobs: JetStreamBlobs,
        people: JetStreamPersonKeys, warning: String?
    ) {
        self.client = client
        self.warning = warning
        self.log = log
        self.queue = queue
        self.blobs = blobs
        self.people = RecentPersonKeys(people)
        announcements = client.announcements
        sweeping = [
            Task { [age = client.configuration.uploadAge] in await blobs.sweepAgainAndAgain(olderThan: age) },
            Task { await people.finishDestructionsAgainAndAgain() },
        ]
    }

    deinit {
        for task in sweeping { task.cancel() }
    }

    /// How the connection stands.
    public var state: ConnectionState { client.connection.state }

    /// How the connection stands, then each change, until it is closed.
    public func states() -> AsyncStream<ConnectionState> { client.connection.states() }

    /// Closes the connection: all that wait fail as `closed`, and so do all calls that come.
    public func close() async {
        for task in sweeping { task.cancel() }
        await client.close()
    }
}
