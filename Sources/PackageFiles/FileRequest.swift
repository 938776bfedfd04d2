internal import Units

/// A file that a reader wants to look into, and how far.
public struct FileRequest: Hashable, Sendable {
    /// The file.
    public let file: PackageFile
    /// How many bytes from its beginning, no more than it has.
    public let count: Int

    /// Asks for the first `limit` bytes of `file`, or all that it has.
    public init(_ file: PackageFile, atMost limit: Int) {
        self.file = file
        count = Int(clamping: min(file.size.bytes, Int64(clamping: limit)))
    }
}
