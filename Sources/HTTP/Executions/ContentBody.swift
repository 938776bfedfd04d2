internal import Executions
internal import FoundationEssentials
internal import Storage

/// Bytes as a request has them: a text, `{"base64": "…"}`, or `{"sha256": "…"}`, a file that was put before.
enum ContentBody: Decodable, Hashable, Sendable {
    case bytes([UInt8])
    case stored(ContentHash)

    private enum Key: String, CodingKey, CaseIterable {
        case base64, sha256
    }

    init(from decoder: any Decoder) throws {
        guard let object = try? decoder.container(keyedBy: Key.self), object.contains(.sha256) else {
            self = .bytes(try ByteText(from: decoder).bytes)
            return
        }
        let known = try decoder.knownKeys(Key.self)
        guard !known.contains(.base64) else {
            throw DecodingError.dataCorruptedError(
                forKey: .base64, in: known, debugDescription: "cannot be there beside sha256; leave one out")
        }
        guard let hash = ContentHash(try known.decode(String.self, forKey: .sha256)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .sha256, in: known, debugDescription: "must be 64 lower-case hexadecimal digits")
        }
        self = .stored(hash)
    }

    /// The bytes; none of a file that was put before, which is then noted as what belongs at `place`.
    func bytes(at place: StoredContent.Place, _ stored: inout [StoredContent]) -> [UInt8] {
        switch self {
        case .bytes(let bytes): return bytes
        case .stored(let hash):
            stored.append(StoredContent(place, hash: hash.bytes))
            return []
        }
    }
}

/// A file with its name, as a request has it.
struct NamedContent: Decodable, Sendable {
    var name: String
    var content: ContentBody

    private enum Key: String, CodingKey, CaseIterable {
        case name, content
    }

    init(_ name: String, _ content: ContentBody) {
        (self.name, self.content) = (name, content)
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.knownKeys(Key.self)
        name = try object.decode(String.self, forKey: .name)
        content = try object.decode(ContentBody.self, forKey: .content)
    }
}

extension [NamedContent] {
    /// The files; those that were put before are noted, each at its place.
    func files(
        at place: (Int) -> StoredContent.Place, _ stored: inout [StoredContent]
    ) -> [ExecutionFile] {
        var files: [ExecutionFile] = []
        for (index, file) in enumerated() {
            files.append(ExecutionFile(name: file.name, bytes: file.content.bytes(at: place(index), &stored)))
        }
        return files
    }
}
