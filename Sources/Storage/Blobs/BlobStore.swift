public import Units

/// Contents by their hash: sources, artifacts, test data. What is there never changes.
///
/// Every implementation passes the same conformance suite. All calls may be made at once, from any task.
public protocol BlobStore: Sendable {
    /// Begins to put a content of that hash and size, or goes on where an upload that was cut off ended; uploads outlive
    /// the store's process. Only one upload of a content goes on at a time: a later one takes over, and the earlier fails
    /// with `conflict` when it goes on.
    /// Of a content that is there already, nothing is left to append.
    /// - Throws: ``StorageError``: `full`, before anything is sent, where it is known that there is no room; `badRequest`
    ///   for a negative size, and where the content is there with another one.
    func upload(_ hash: ContentHash, size: ByteCount) async throws(StorageError) -> any BlobUpload

    /// Puts a content that is in memory as a whole; when this returns, it is there and durable. Nothing happens if it is there
    /// already. An upload of it that goes on may be taken over.
    /// - Throws: ``StorageError``: `full`; `corrupted` if the content has another hash.
    func putWhole(_ content: [UInt8], as hash: ContentHash) async throws(StorageError)

    /// The part `range` of a content, in pieces of at most 256 KiB; nil: all of it. What is given out has been verified:
    /// of a content that was tampered with, or rotted, no wrong byte is given.
    /// - Throws: ``StorageError``: `notFound`; `corrupted`; `badRequest` for a range beyond the content's end.
    func read(_ hash: ContentHash, range: Range<Int64>?) -> AsyncThrowingStream<[UInt8], any Error>

    /// The size of a content; nil if it is not there, or not complete.
    func size(of hash: ContentHash) async throws(StorageError) -> ByteCount?

    /// Removes a content; nothing happens if it is not there.
    func remove(_ hash: ContentHash) async throws(StorageError)

    /// Removes a content if it was complete before `time`, in nanoseconds since 1970 (UTC) by the store's clock: what has been
    /// put since that time stays, however late this is done.
    /// - Returns: whether there was such a content.
    func remove(_ hash: ContentHash, completeBefore time: Int64) async throws(StorageError) -> Bool

    /// At most `limit` hashes of complete contents after `hash`, in order; nil: from the first.
    func list(after hash: ContentHash?, limit: Int) async throws(StorageError) -> [ContentHash]
}

/// A content on its way into a ``BlobStore``. After a failure that none of its calls names it has to be begun again, and
/// goes on with what is durable.
public protocol BlobUpload: Sendable {
    /// How much of the content the store has durably: where what comes next begins in an upload that nothing was
    /// appended to yet. At most 4 MiB less than what was appended. Equal to the size if the content is there.
    var offset: Int64 { get async }

    /// Appends what comes next, of any length up to 1 MiB.
    /// - Throws: ``StorageError``: `tooLarge` for more than that; `badRequest` beyond the content's size; `conflict` if a
    ///   later upload took over.
    func append(_ bytes: [UInt8]) async throws(StorageError)

    /// Checks size and hash; when this returns, the content is there and durable.
    /// - Throws: ``StorageError``: `corrupted` if the content has another hash or size; the upload is then forgotten, and
    ///   the next begins at 0; `conflict` if a later upload took over.
    func finish() async throws(StorageError)
}
