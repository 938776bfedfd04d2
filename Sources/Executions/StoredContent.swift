public import Units

/// A stored content whose bytes belong into an execution.
public struct StoredContent: Hashable, Sendable {
    /// Where they belong; each counts from 0.
    public enum Place: Hashable, Sendable {
        /// Into a source.
        case source(Int)
        /// Into a file.
        case file(Int)
        /// Into the input of a test.
        case input(Int)
        /// Into the output that a test expects.
        case output(Int)
        /// Into a source of the checker.
        case checkerSource(Int)
    }

    /// Where they belong.
    public var place: Place
    /// The SHA-256 of the content, 32 bytes.
    public var hash: [UInt8]
    /// How many there are; 0 while nobody has looked.
    public var size = ByteCount(0)

    /// A content of that hash.
    public init(_ place: Place, hash: [UInt8], size: ByteCount = ByteCount(0)) {
        (self.place, self.hash, self.size) = (place, hash, size)
    }
}

extension StoredContent.Place: CustomStringConvertible {
    /// As a request has it: `files[2].content`.
    public var description: String {
        switch self {
        case .source(let index): "sources[\(index)].content"
        case .file(let index): "files[\(index)].content"
        case .input(let index): "tests[\(index)].stdin"
        case .output(let index): "tests[\(index)].expected_output"
        case .checkerSource(let index): "checker.sources[\(index)].content"
        }
    }
}

extension Execution {
    /// Whether all that ``stored`` has belongs somewhere.
    public var placesExist: Bool {
        stored.allSatisfy { content in
            switch content.place {
            case .source(let index): sources.indices.contains(index)
            case .file(let index): files.indices.contains(index)
            case .input(let index): tests.indices.contains(index)
            case .output(let index): tests.indices.contains(index) && tests[index].expectation != nil
            case .checkerSource(let index): checker?.sources.indices.contains(index) ?? false
            }
        }
    }

    /// Puts the bytes of a stored content where they belong; nothing happens where there is no such place.
    public mutating func fill(_ bytes: [UInt8], at place: StoredContent.Place) {
        switch place {
        case .source(let index) where sources.indices.contains(index): sources[index].bytes = bytes
        case .file(let index) where files.indices.contains(index): files[index].bytes = bytes
        case .input(let index) where tests.indices.contains(index): tests[index].input = bytes
        case .output(let index) where tests.indices.contains(index): tests[index].expectation?.output = bytes
        case .checkerSource(let index) where checker?.sources.indices.contains(index) ?? false:
            checker?.sources[index].bytes = bytes
        default: break
        }
    }
}
