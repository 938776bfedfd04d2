/// What some editors write before a text, to tell how it is encoded.
enum ByteOrderMark: CaseIterable {
    case utf8, utf16Little, utf16Big

    var bytes: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16Little: [0xFF, 0xFE]
        case .utf16Big: [0xFE, 0xFF]
        }
    }

    /// The mark that `text` begins with, if any.
    init?(of text: [UInt8]) {
        guard let mark = Self.allCases.first(where: { text.starts(with: $0.bytes) }) else { return nil }
        self = mark
    }
}
