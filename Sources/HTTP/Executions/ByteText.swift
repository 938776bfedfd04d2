internal import FoundationEssentials

/// Bytes in JSON: a text where they are UTF-8, else `{"base64": "…"}`; either is read, wherever bytes are asked for.
struct ByteText: Codable, Hashable, Sendable {
    /// The bytes.
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private enum Key: String, CodingKey, CaseIterable {
        case base64
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            bytes = Array(text.utf8)
            return
        }
        let object: KeyedDecodingContainer<Key>
        do {
            object = try decoder.knownKeys(Key.self)
        } catch let DecodingError.typeMismatch(_, context) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: context.codingPath, debugDescription: "must be a text, or {\"base64\": \"…\"}"))
        }
        let text = try object.decode(String.self, forKey: .base64)
        guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else {
            throw DecodingError.dataCorruptedError(forKey: .base64, in: object, debugDescription: "must be base64")
        }
        bytes = Array(data)
    }

    func encode(to encoder: any Encoder) throws {
        if let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) {
            var value = encoder.singleValueContainer()
            try value.encode(text)
            return
        }
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Data(bytes).base64EncodedString(), forKey: .base64)
    }
}

/// Any key of an object.
private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// An object that has no other keys than these: a misspelt one is told, and not passed over.
    func knownKeys<Key: CodingKey & CaseIterable>(_ type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let known = type.allCases.map(\.stringValue)
        if let other = try container(keyedBy: AnyKey.self).allKeys.first(where: { !known.contains($0.stringValue) }) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: codingPath + [other],
                    debugDescription: "is not known here; there are \(known.sorted().joined(separator: ", "))"))
        }
        return try container(keyedBy: type)
    }
}
