/// The languages that a reader takes (RFC 9110, section 12.5.4). Pure.
enum AcceptedLanguages {
    /// The most that are looked at.
    private static let most = 20

    /// They, the dearest first, in small letters.
    static func read(_ field: String) -> [String] {
        let ranges = field.split(separator: ",").prefix(most).enumerated().compactMap {
            place, part -> (String, Double, Int)? in
            let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let name = words.first?.lowercased(), !name.isEmpty, name != "*", name.utf8.count <= 35,
                name.utf8.allSatisfy({
                    $0 == UInt8(ascii: "-") || Character(UnicodeScalar($0)).isLetter
                        || Character(UnicodeScalar($0)).isNumber
                })
            else { return nil }
            let weight = words.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            return weight > 0 ? (name, weight, place) : nil
        }
        return ranges.sorted { ($1.1, $0.2) < ($0.1, $1.2) }.map(\.0)
    }
}
