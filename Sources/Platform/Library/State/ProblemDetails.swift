internal import Coordinator

/// How hard a problem is.
enum Difficulty: UInt32, Hashable, Sendable, CaseIterable {
    case easy = 1
    case medium, hard, expert

    /// Its name: `easy`.
    var name: String { "\(self)" }

    /// The one of that name.
    init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// What is said about a problem beside its package.
struct ProblemDetails: Hashable, Sendable {
    /// Nil: what the package says.
    var title: String?
    var categories: [String] = []
    var tags: [String] = []
    var difficulty: Difficulty?
    /// Empty: what the package says.
    var languages: [String] = []
    /// For those who look after it.
    var note = ""

    /// The most bytes of a title, of a category, tag or language, and of the note.
    private static let (longestTitle, longestName, longestNote) = (200, 64, 16 << 10)
    private static let (mostCategories, mostTags, mostLanguages) = (10, 40, 200)

    init() {}

    init(_ event: ProblemDescribed) {
        title = event.title.isEmpty ? nil : event.title
        (categories, tags, languages, note) = (event.categories, event.tags, event.languages, event.note)
        difficulty = Difficulty(rawValue: event.difficulty)
    }

    var event: ProblemDescribed {
        var event = ProblemDescribed()
        (event.title, event.categories, event.tags) = (title ?? "", categories, tags)
        (event.languages, event.note, event.difficulty) = (languages, note, difficulty?.rawValue ?? 0)
        return event
    }

    /// Asks that all of it can be shown and searched for.
    /// - Throws: `DomainError` (`invalid`).
    func check() throws(DomainError) {
        if let title { try Self.check("the title", title, atMost: Self.longestTitle) }
        try Self.check("categories", categories, atMost: Self.mostCategories)
        try Self.check("tags", tags, atMost: Self.mostTags)
        try Self.check("languages", languages, atMost: Self.mostLanguages)
        guard note.utf8.count <= Self.longestNote else {
            throw DomainError(.invalid, "the note has more than \(Self.longestNote) bytes", advice: "shorten it")
        }
    }

    private static func check(_ what: String, _ names: [String], atMost most: Int) throws(DomainError) {
        guard names.count <= most, Set(names).count == names.count else {
            throw DomainError(.invalid, "\(what): at most \(most) are allowed, each once")
        }
        for name in names { try check("one of the \(what)", name, atMost: longestName) }
    }

    private static func check(_ what: String, _ text: String, atMost most: Int) throws(DomainError) {
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127..<160).contains($0.value) }
        guard !text.isEmpty, text.utf8.count <= most, isPlain, text.first != " ", text.last != " " else {
            throw DomainError(
                .invalid, "\(what) must be 1 to \(most) bytes without control characters, and no space at its ends")
        }
    }
}
