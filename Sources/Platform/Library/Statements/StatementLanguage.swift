/// The languages that statements are in.
enum StatementLanguage {
    /// What folders of packages are called.
    private static let names: [String: String] = [
        "english": "en", "russian": "ru", "ukrainian": "uk", "belarusian": "be", "polish": "pl", "german": "de",
        "french": "fr", "spanish": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "chinese": "zh",
        "japanese": "ja", "korean": "ko", "swedish": "sv", "danish": "da", "norwegian": "no", "finnish": "fi",
        "dutch": "nl", "czech": "cs", "slovak": "sk", "hungarian": "hu", "romanian": "ro", "bulgarian": "bg",
        "croatian": "hr", "serbian": "sr", "greek": "el", "turkish": "tr", "arabic": "ar", "hebrew": "he",
        "persian": "fa", "farsi": "fa", "vietnamese": "vi", "indonesian": "id", "kazakh": "kk", "uzbek": "uz",
        "azerbaijani": "az", "armenian": "hy", "georgian": "ka", "latvian": "lv", "lithuanian": "lt", "estonian": "et",
    ]

    /// The tag of the language that a folder or file is called as; nil if it is called otherwise.
    static func tag(_ name: some StringProtocol) -> String? {
        let lower = name.lowercased()
        if let tag = names[lower] { return tag }
        return isTag(name) && name.utf8.prefix { $0 != 45 && $0 != 95 }.count <= 3 ? String(name) : nil
    }

    /// Whether `text` is such as `en` or `pt-BR`.
    static func isTag(_ text: some StringProtocol) -> Bool {
        let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == 45 || $0 == 95 }
        guard let first = parts.first, (2...8).contains(first.count), parts.count <= 4 else { return false }
        let isWord: (UInt8) -> Bool = { (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) }
        return first.allSatisfy { (97...122).contains($0) || (65...90).contains($0) }
            && parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy(isWord) }
    }

    /// Of the languages that there are, the one that somebody wants most; English, or the first, if they want none of them.
    /// - Parameters:
    ///   - languages: those that there are.
    ///   - asked: the one that was asked for, if one was.
    ///   - accepted: those that a browser names (`Accept-Language`).
    static func best(of languages: [String], asked: String?, accepted: String?) -> String? {
        for wanted in [asked].compactMap(\.self) + ranked(accepted) {
            if let found = match(wanted, languages) { return found }
        }
        return languages.contains("en") ? "en" : languages.first
    }

    private static func match(_ wanted: String, _ languages: [String]) -> String? {
        let wanted = wanted.lowercased()
        let main = wanted.prefix { $0 != "-" && $0 != "_" }
        return languages.first { $0.lowercased() == wanted }
            ?? languages.first { $0.lowercased().prefix { $0 != "-" && $0 != "_" } == main }
    }

    /// `de-CH, en;q=0.5` by how much each is wanted.
    private static func ranked(_ accepted: String?) -> [String] {
        guard let accepted, accepted.utf8.count <= 1000 else { return [] }
        let ranges = accepted.split(separator: ",").enumerated().map { number, part in
            let fields = part.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            let weight = fields.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (language: fields.first ?? "", weight: weight, number: number)
        }
        return ranges.filter { isTag($0.language) && $0.weight > 0 }
            .sorted { ($1.weight, $0.number) < ($0.weight, $1.number) }.map(\.language)
    }
}
