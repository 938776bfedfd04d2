internal import Coordinator
internal import Problems
internal import Statements

/// A text of a package as people read it.
struct ShownStatement: Hashable, Sendable {
    var language: String
    /// The title that the text itself names.
    var title: String?
    /// HTML; nil where there is only a PDF.
    var html: String?
    /// For who looks after the problem.
    var warnings: [String] = []

    /// Makes HTML of the parts of a text.
    /// - Parameters:
    ///   - source: what the parts are.
    ///   - contents: of each part.
    ///   - paths: the files of the package.
    ///   - constants: what stands for names in braces.
    ///   - titles: what the problem is called: a heading that says only that is left out.
    ///   - base: where the problem's files are found.
    init(
        _ source: StatementSource, _ contents: [[UInt8]], paths: [String], constants: Constants,
        titles: Set<String> = [],
        base: String
    ) {
        language = source.language
        var statement = Statement()
        for (part, bytes) in zip(source.parts, contents) {
            do throws(StatementError) {
                let filled = Self.prepared(constants.filled(into: bytes) ?? bytes, source)
                let read =
                    try source.form == .latex
                    ? Statement(latex: filled, constants: constants.values) : Statement(markdown: filled)
                if let heading = part.heading, !read.blocks.isEmpty {
                    statement.blocks.append(.heading(1, [.text(heading)]))
                }
                statement.title = statement.title ?? read.title
                statement.blocks += read.blocks
                statement.warnings += read.warnings.map { "\(part.path): \($0)" }
            } catch {
                statement.warnings.append("\(part.path): \(error)")
            }
        }
        if case .heading(1, let line)? = statement.blocks.first {
            let words = Statement(blocks: [.paragraph(line)]).words(atMost: 500)
            if titles.contains(words) {
                statement.blocks.removeFirst()
                statement.title = statement.title ?? words
            }
        }
        title = statement.title
        warnings = Array(statement.warnings.prefix(100))
        let (folder, language) = (source.folder, source.language)
        let writer = StatementHTML { name in
            StatementSources.file(name, in: folder, of: paths).flatMap { Self.address(of: $0, language, base) }
        }
        do throws(StatementError) {
            html = try writer.text(of: statement)
        } catch {
            warnings.append("\(error)")
        }
    }

    /// Without the places of samples, which stand apart. Library Checker has several languages in one file, and names other parts
    /// in braces.
    private static func prepared(_ bytes: [UInt8], _ source: StatementSource) -> [UInt8] {
        guard source.form == .markdown else { return bytes }
        guard source.parts.first?.path == "task.md" else {
            let text = String(decoding: bytes, as: UTF8.self)
            return Array(text.replacing("{{nextsample}}", with: "").replacing("{{remainingsamples}}", with: "").utf8)
        }
        var shown: [Substring] = []
        var isShown = true
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            let mark = line.drop { $0 == " " }
            if mark.hasPrefix("@{lang.") {
                isShown = mark.hasPrefix("@{lang.end}") || mark.hasPrefix("@{lang.en}")
            } else if isShown {
                shown.append(line)
            }
        }
        return Array(shown.joined(separator: "\n").replacing("@{keyword.", with: "{").utf8)
    }

    /// Where a file of a text is found.
    static func address(of path: String, _ language: String, _ base: String) -> String? {
        path.split(separator: "/").last.map { "\(base)/files/\(PathText.encode($0))?language=\(language)" }
    }
}
