/// What a user has written into a search field, as a query that FTS5 always understands. A pure value.
///
/// Words are searched for together, in any order; what stands in quotes, in that order; words with `-` before them are not
/// to be there. All else that FTS5 has, and all that is neither a letter nor a digit, means nothing: so no text is an error.
public struct SearchWords: Hashable, Sendable {
    /// How many words and phrases are looked at, and how many characters of each word.
    private static let (mostTerms, longestWord) = (16, 64)

    /// Words that stand next to each other in the text.
    private struct Term: Hashable {
        var words: [String]
        var isExcluded: Bool
    }

    private var terms: [Term] = []
    private let completesLast: Bool

    /// Reads what a user has written.
    /// - Parameter completesLast: whether the last word may go on, as while it is being written.
    public init(_ text: String, completesLast: Bool = false) {
        // One that is followed by something is written whole.
        let isOpen = text.unicodeScalars.last.map { Self.isPart($0) } ?? false
        self.completesLast = completesLast && isOpen
        var (isQuoted, isExcluded) = (false, false)
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var before: Unicode.Scalar = " "
        func endWord() {
            if !word.isEmpty { words.append(String(word.prefix(Self.longestWord))) }
            word = .init()
        }
        for scalar in text.unicodeScalars {
            guard terms.count < Self.mostTerms else { break }
            if Self.isPart(scalar) {
                if word.count < Self.longestWord { word.append(scalar) }
            } else {
                endWord()
                let isQuote = ["\"", "\u{201c}", "\u{201d}", "\u{201e}"].contains(scalar)
                if isQuote || (!isQuoted && scalar.properties.isWhitespace) {
                    end(&words, &isExcluded)
                    if isQuote {
                        // `-"these words"`: the sign stands for the whole.
                        isExcluded = !isQuoted && before == "-"
                        isQuoted.toggle()
                    }
                } else if scalar == "-", words.isEmpty, before.properties.isWhitespace, !isQuoted {
                    isExcluded = true
                }
            }
            before = scalar
        }
        endWord()
        end(&words, &isExcluded)
    }

    private mutating func end(_ words: inout [String], _ isExcluded: inout Bool) {
        if !words.isEmpty, terms.count < Self.mostTerms {
            terms.append(Term(words: Array(words.prefix(Self.mostTerms)), isExcluded: isExcluded))
        }
        (words, isExcluded) = ([], false)
    }

    /// The query for `MATCH`; nil if there is nothing to search for.
    public var match: String? {
        let wanted = terms.filter { !$0.isExcluded }
        guard !wanted.isEmpty else { return nil }
        // Only where the last that was written is wanted does it go on.
        let open = completesLast && terms.last?.isExcluded == false ? wanted.count - 1 : -1
        let parts = wanted.enumerated().map { Self.quoted($1.words) + ($0 == open ? "*" : "") }
        let excluded = terms.filter(\.isExcluded).map { " NOT " + Self.quoted($0.words) }
        return "(" + parts.joined(separator: " AND ") + ")" + excluded.joined()
    }

    /// What has only letters and digits needs nothing but quotes, and is no operator within them.
    private static func quoted(_ words: [String]) -> String { "\"" + words.joined(separator: " ") + "\"" }

    /// Whether FTS5's `unicode61` takes it as a part of a word: letters, digits, and marks on them.
    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
            true
        default: false
        }
    }
}
