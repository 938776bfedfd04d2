import Foundation

/// An address for electronic mail, as far as finding somebody by it goes. Whether it exists, only mail to it tells.
public struct EmailAddress: Hashable, Sendable {
    /// As it was written, without blanks around it.
    public let text: String
    /// What is the same for all that are taken for the same address: compatibility forms resolved, letters small.
    public let normalized: String

    /// The longest address (RFC 5321, 4.5.3.1.3), in bytes.
    public static let limit = 254

    /// The address; nil if it is none: no or nothing around the last `@`, blanks or control characters, or too long.
    public init?(_ text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let normalized = trimmed.precomposedStringWithCompatibilityMapping.lowercased()
            .precomposedStringWithCompatibilityMapping
        guard (1...Self.limit).contains(trimmed.utf8.count), normalized.utf8.count <= 2 * Self.limit,
            normalized.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && !Self.isInvisible($0) }),
            let at = normalized.lastIndex(of: "@"), at != normalized.startIndex,
            normalized.index(after: at) != normalized.endIndex
        else { return nil }
        self.text = trimmed
        self.normalized = normalized
    }

    /// What is not seen makes two addresses out of one that look the same.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .unassigned, .privateUse: true
        default: false
        }
    }
}
