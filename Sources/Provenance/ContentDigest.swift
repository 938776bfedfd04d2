internal import Cryptography
internal import PackageFiles
public import SystemPackage
internal import Units

/// A SHA-256.
public struct ContentDigest: Hashable, Sendable {
    /// Its 32 bytes.
    public let bytes: [UInt8]

    /// The digest that `bytes` are; nil if they are not 32.
    public init?(bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    init(_ hash: SHA256) {
        bytes = hash.finalize()
    }

    /// The digest of the regular file at `path`, which is read in pieces; a symbolic link at its end is not followed. Waits
    /// for the file system.
    /// - Parameter isCancelled: asked before each piece.
    /// - Throws: `Errno`; `CancellationError` if it is cancelled.
    public init(ofFileAt path: FilePath, isCancelled: () -> Bool) throws {
        let reader = try FileReader(path)
        var hash = SHA256()
        while let piece = try reader.next(upTo: 1 << 20) {
            if isCancelled() { throw CancellationError() }
            hash.update(piece)
        }
        self.init(hash)
    }
}

extension ContentDigest: CustomStringConvertible {
    /// In hexadecimal, 64 digits.
    public var description: String { bytes.hexadecimal }
}

/// The SHA-256 of a list of parts, each with its length in front, so that no two lists look alike.
///
/// A number is 8 bytes, the least significant first; bytes follow their number, and a text is its UTF-8.
package struct PartsHash {
    private var hash = SHA256()

    package init() {}

    package mutating func add(_ count: Int) {
        hash.update((0..<8).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) })
    }

    package mutating func add(_ bytes: [UInt8]) {
        add(bytes.count)
        hash.update(bytes)
    }

    package mutating func add(_ text: String) {
        add(Array(text.utf8))
    }

    /// A list of texts: how many, and each.
    package mutating func add(_ texts: [String]) {
        add(texts.count)
        for text in texts { add(text) }
    }

    /// The digest of all that was added.
    package var digest: ContentDigest { ContentDigest(hash) }
}
