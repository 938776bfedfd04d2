public import Cryptography
internal import FoundationEssentials
internal import Hummingbird
internal import Units

/// Makes and reads cursors: where in a list the next page begins, as a text that means nothing to clients and that they
/// cannot make up.
public struct CursorKey: Sendable {
    private static let codeSize = 16
    /// The most characters of a cursor.
    private static let longest = 1024

    private let key: SymmetricKey

    /// Cursors that this key makes and knows.
    /// - Parameter key: nil: a new one, so that cursors end with the process.
    public init(_ key: SymmetricKey? = nil) {
        self.key = key ?? SymmetricKey()
    }

    /// The cursor of a position.
    ///
    /// - Parameters:
    ///   - position: Where the next page begins.
    ///   - list: Which list it is, with its filters and its tenant: a cursor of another one is none of this.
    public func text(of position: some Encodable, in list: String) throws -> String {
        let bytes = Array(try JSON.encoder().encode(position))
        return Base64URL.text(of: code(bytes, list) + bytes)
    }

    /// The position of a cursor.
    ///
    /// - Parameters:
    ///   - text: What a client sent.
    ///   - type: The position's type.
    ///   - list: Which list it is.
    /// - Throws: ``Problem``, 400, for what is no cursor of this list.
    public func position<Position: Decodable>(
        of text: String, as type: Position.Type = Position.self, in list: String
    ) throws(Problem) -> Position {
        guard text.utf8.count <= Self.longest, let bytes = Base64URL.bytes(of: text), bytes.count > Self.codeSize else {
            throw .unknownCursor
        }
        let content = Array(bytes[Self.codeSize...])
        guard areEqual(Array(bytes[..<Self.codeSize]), code(content, list)) else { throw .unknownCursor }
        do {
            return try JSON.decoder().decode(type, from: Data(content))
        } catch {
            // An older server's, whose positions were others.
            throw .unknownCursor
        }
    }

    private func code(_ content: [UInt8], _ list: String) -> [UInt8] {
        let name = Array(list.utf8)
        let message = Array("\(name.count) ".utf8) + name + content
        return Array(MessageCode.sha256(of: message, key: key).prefix(Self.codeSize))
    }
}

extension Problem {
    static var unknownCursor: Problem {
        Problem(
            .badRequest, "the cursor is none of this list", code: "unknown_cursor",
            advice: "begin with the first page, without a cursor")
    }
}
