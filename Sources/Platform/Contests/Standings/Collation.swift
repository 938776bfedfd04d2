internal import Foundation

/// In which order names stand: as Unicode collates them, the same on every machine.
enum Collation {
    /// Always the same one, whatever the machine's is.
    private static let locale = Locale(identifier: "en")

    /// Which of two names comes first.
    static func compare(_ one: String, _ other: String) -> ComparisonResult {
        one.compare(other, options: [], range: nil, locale: locale)
    }
}
