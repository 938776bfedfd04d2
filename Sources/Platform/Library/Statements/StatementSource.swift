/// Where a package has a text for people: its statement in one language, or how it is solved.
struct StatementSource: Hashable, Sendable {
    enum Form: Int, Hashable, Comparable, Sendable {
        case latex, markdown, pdf

        static func < (one: Form, other: Form) -> Bool { one.rawValue < other.rawValue }

        init?(_ suffix: some StringProtocol) {
            switch suffix.lowercased() {
            case "tex": self = .latex
            case "md": self = .markdown
            case "pdf": self = .pdf
            default: return nil
            }
        }
    }

    /// A file of it, and what stands above that.
    struct Part: Hashable, Sendable {
        var heading: String?
        var path: String
    }

    var language: String
    var form: Form
    var parts: [Part]
    /// Where its pictures are.
    var folder: String
}

/// Finds texts for people in packages of all formats, by the names of their files alone.
struct StatementSources: Hashable, Sendable {
    private(set) var statements: [StatementSource] = []
    private(set) var solutions: [StatementSource] = []

    /// What of Polygon's sections is shown, in order.
    private static let sections = [
        ("legend", nil as String?), ("input", "Input"), ("output", "Output"), ("interaction", "Interaction"),
        ("scoring", "Scoring"), ("notes", "Notes"),
    ]
    private static let folders: Set<Substring> = [
        "statement", "problem_statement", "statements", "testo", "text", "solution", "statement-sections",
        "additional_file",
    ]

    init(paths: [String]) {
        let all = Set(paths)
        for path in paths.sorted() { add(path, all) }
        let byForm: (StatementSource, StatementSource) -> Bool = {
            ($0.language, $0.form, $0.parts.count) < ($1.language, $1.form, $1.parts.count)
        }
        statements.sort(by: byForm)
        solutions.sort(by: byForm)
    }

    private mutating func add(_ path: String, _ all: Set<String>) {
        let names = path.split(separator: "/")
        guard let file = names.last, let dot = file.lastIndex(of: "."),
            let form = StatementSource.Form(file[file.index(after: dot)...])
        else { return }
        let (stem, folder) = (file[..<dot], names.dropLast().joined(separator: "/"))
        let source = { (language: String) in
            StatementSource(language: language, form: form, parts: [.init(path: path)], folder: folder)
        }
        switch (names.count, names[0]) {
        case (1, _):
            if let language = Self.rootLanguage(stem) { statements.append(source(language)) }
        case (2, "statement"), (2, "problem_statement"), (2, "testo"), (2, "text"), (2, "statements"):
            if let language = Self.language(stem) { statements.append(source(language)) }
        case (2, "solution"): if let language = Self.language(stem) { solutions.append(source(language)) }
        case (3, "statements") where stem == "problem":
            // Polygon makes these of the sections.
            let sections = "statement-sections/\(names[1])/legend.tex"
            if let tag = StatementLanguage.tag(names[1]), !all.contains(sections) { statements.append(source(tag)) }
        case (3, "statement-sections"):
            guard let tag = StatementLanguage.tag(names[1]) else { return }
            if file == "tutorial.tex" { solutions.append(source(tag)) }
            if file == "legend.tex" { statements.append(Self.sections(of: folder, tag, all)) }
        default: break
        }
    }

    private static func sections(of folder: String, _ language: String, _ all: Set<String>) -> StatementSource {
        let parts = sections.compactMap { name, heading in
            let path = "\(folder)/\(name).tex"
            return all.contains(path) ? StatementSource.Part(heading: heading, path: path) : nil
        }
        return StatementSource(language: language, form: .latex, parts: parts, folder: folder)
    }

    /// Of what is in no folder: Hydro's statements, and Library Checker's.
    private static func rootLanguage(_ stem: Substring) -> String? {
        if stem == "problem" || stem == "task" || stem == "statement" { return "en" }
        return stem.hasPrefix("problem_") ? StatementLanguage.tag(stem.dropFirst(8)) : nil
    }

    /// `problem.sv` is in `sv`, `english` in `en`, and what does not say so in English.
    private static func language(_ stem: Substring) -> String? {
        let parts = stem.split(separator: ".")
        guard parts.count <= 2, let last = parts.last else { return nil }
        if parts.count == 2 { return StatementLanguage.tag(last) }
        if ["problem", "statement", "testo", "index", "task", "solution", "text"].contains(last) { return "en" }
        // What TeX includes is no statement.
        return StatementLanguage.tag(last)
    }

    /// The languages that statements are in.
    var languages: [String] { Self.languages(statements) }

    static func languages(_ sources: [StatementSource]) -> [String] { Set(sources.map(\.language)).sorted() }

    // MARK: Files

    /// Files that a page shows or offers, and nothing else of a package ever.
    static let media: [String: String] = [
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml",
        "pdf": "application/pdf",
    ]

    static func media(_ name: some StringProtocol) -> String? {
        name.lastIndex(of: ".").flatMap { media[name[name.index(after: $0)...].lowercased()] }
    }

    /// Whether a file may be shown with a text: a picture or PDF in a folder of texts, or a PDF that is a statement itself.
    static func isShown(_ path: String) -> Bool {
        let names = path.split(separator: "/")
        guard let kind = media(path), let first = names.first else { return false }
        guard names.count == 1 else { return folders.contains(first) }
        return kind == media["pdf"] && rootLanguage(stem(of: first)) != nil
    }

    /// What files are called that tell how a problem is solved.
    private static let solutionWords: Set<Substring> = [
        "solution", "solutions", "sol", "tutorial", "editorial", "analysis", "soluzione", "soluzioni", "razbor",
    ]

    /// Whether a file tells how the problem is solved, as far as its name says: whoever may not read that does not get it.
    static func isOfSolution(_ path: String) -> Bool {
        let names = path.lowercased().split(separator: "/")
        guard let file = names.last, names[0] != "solution" else { return true }
        return stem(of: file).split { !$0.isLetter }.contains { solutionWords.contains($0) }
    }

    private static func stem(of file: Substring) -> Substring { file.lastIndex(of: ".").map { file[..<$0] } ?? file }

    /// The file that a text in `folder` calls `name`: there, or in another folder of texts, with or without its extension.
    static func file(_ name: String, in folder: String, of paths: [String]) -> String? {
        let last = name.split(separator: "/").last.map(String.init) ?? ""
        guard !last.isEmpty, last.utf8.count <= 255 else { return nil }
        let shown = paths.filter { isShown($0) }
        let names = [last] + ["png", "jpg", "jpeg", "gif", "svg", "pdf"].map { "\(last).\($0)" }
        for name in names {
            let found = shown.filter { $0 == name || $0.hasSuffix("/\(name)") }
            if let near = found.first(where: { $0.hasPrefix(folder + "/") }) ?? found.first { return near }
        }
        return nil
    }
}
