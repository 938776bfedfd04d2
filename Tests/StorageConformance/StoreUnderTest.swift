public import Storage

/// A store that the conformance suite is run on: empty at first, and of no other check.
public protocol StoreUnderTest: Sendable {
    /// The store's log.
    func eventLog() async throws -> any EventLog

    /// The store's queue, whose leases last `leaseDuration`; asked for once, and once more after each reopening.
    func jobQueue(leaseDuration: Duration) async throws -> any JobQueue

    /// The store's blobs.
    func blobStore() async throws -> any BlobStore

    /// The store's keys of people.
    func personKeys() async throws -> any PersonKeys

    /// Closes all that was given out, as at the end of a process. What is asked for next is of the same store, opened anew.
    func reopen() async throws

    /// Changes a byte of what is stored of this content, as a bad disk would.
    /// - Returns: false if that cannot be done to this store; nothing is checked then.
    func rot(_ hash: ContentHash) async throws -> Bool
}
