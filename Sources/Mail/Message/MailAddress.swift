internal import Foundation

/// Where mail goes: a mailbox at a domain, in the form that people have: `alice@example.org`. No quotes, comments, routes or
/// addresses of machines, so that it can be written anywhere as it is.
package struct MailAddress: Hashable, Sendable {
    /// All of it.
    package let text: String

    /// The address that `text` is; nil if it is none.
    package init?(_ text: String) {
        guard text.utf8.count <= 254 else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count <= 64, Self.isMailbox(parts[0]), Self.isDomain(parts[1]) else {
            return nil
        }
        self.text = text
    }

    /// Whether only a server with SMTPUTF8 (RFC 6531) can take it.
    package var needsUTF8: Bool { !text.utf8.allSatisfy { $0 < 0x80 } }

    /// The part behind the `@`.
    package var domain: Substring { text.split(separator: "@").last ?? "" }

    /// The part in front of the `@`.
    package var mailbox: Substring { text.split(separator: "@").first ?? "" }

    /// By which two spellings of an address are told to be one: letters small, each in its one form of Unicode (NFKC). What case
    /// means in front of the `@` is up to the server, but no server that people use tells by it.
    package var key: String {
        text.precomposedStringWithCompatibilityMapping.lowercased().precomposedStringWithCompatibilityMapping
    }

    private static func isMailbox(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.unicodeScalars.allSatisfy { isLetter($0) || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains($0) }
        }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.unicodeScalars.allSatisfy { isLetter($0) || $0 == "-" }
            }
    }

    /// A letter or digit of any script; never what is unseen, or turns the direction of a line.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else {
            return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            return true
        default: return false
        }
    }
}

extension MailAddress: CustomStringConvertible {
    /// The address.
    package var description: String { text }
}
