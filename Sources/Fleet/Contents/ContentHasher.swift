internal import Cryptography
public import FoundationEssentials
public import Wire

/// What a content that passes by is called: its SHA-256 and size.
public struct ContentHasher: Sendable {
    private var hash = SHA256()
    private var size: UInt64 = 0

    /// Nothing has passed yet.
    public init() {}

    /// The next bytes.
    public mutating func add(_ bytes: [UInt8]) {
        hash.update(bytes)
        size += UInt64(bytes.count)
    }

    /// The next bytes.
    public mutating func add(_ bytes: Data) {
        hash.update(bytes)
        size += UInt64(bytes.count)
    }

    /// How many bytes there were.
    public var count: UInt64 { size }

    /// What has passed.
    public var content: Verdict_V1_BlobRef {
        var content = Verdict_V1_BlobRef()
        content.hash = Data(hash.finalize())
        content.size = size
        return content
    }
}

extension Verdict_V1_BlobRef {
    /// How `content` is referred to.
    public init(of content: [UInt8]) {
        var hasher = ContentHasher()
        hasher.add(content)
        self = hasher.content
    }

    /// The hash in 64 hexadecimal digits, for messages.
    public var name: String { PackageID(bytes: hash)?.description ?? "a content of no hash" }
}
