/// Which of a program's sources loads which, as far as their text tells, whatever the language: what is imported, required, included
/// or used is no place to start.
struct SourceGraph {
    private struct Source {
        var path: String
        var text: [UInt8]
        /// What others call it: its name, or its folder's if the name stands for the folder.
        var name: String
        /// Whether it tests another one.
        var isTest: Bool
        /// How many folders it lies in.
        var depth: Int
    }

    private let sources: [Source]

    /// The graph of the sources at `paths`, with what they contain; nil tells nothing. Empty, if looking into it takes too long.
    init(_ paths: [String], contents: (String) -> [UInt8]?) {
        let texts = paths.map { contents($0) ?? [] }
        guard texts.reduce(0, { $0 + $1.count }) * paths.count <= Self.mostSteps else {
            sources = []
            return
        }
        sources = zip(paths, texts).map { path, text in
            let parts = path.split(separator: "/")
            let file = parts.last ?? ""
            let stem = file[..<(file.lastIndex(of: ".") ?? file.endIndex)]
            let folder = parts.dropLast().last
            let name = Self.folderNames.contains(stem) ? folder ?? stem : stem
            return Source(
                path: path, text: SourceRemarks.blanked(in: text, of: path), name: String(name),
                isTest: Self.isTest(stem), depth: parts.count)
        }
    }

    /// The files that stand for their folders: Python's, Rust's, JavaScript's, Lua's.
    private static let folderNames: Set<Substring> = ["__init__", "mod", "index", "init"]

    private static func isTest(_ stem: Substring) -> Bool {
        stem.hasPrefix("test_") || [".test", ".spec", "_test", "_spec"].contains { stem.hasSuffix($0) }
    }

    /// Looking for each source's name in every other one takes as many steps as there are sources times all their bytes. No more
    /// are made: somebody may send as many and as large ones as they like.
    private static let mostSteps = 1 << 25

    /// Where the program may start, the likeliest first. Of all sources, each of these questions keeps those of which it is true,
    /// if it is true of any: what tests nothing; what no other source loads; what has `mark` in it; what loads others; what no
    /// other source names in any way; what lies in the fewest folders.
    func roots(mark: String?) -> [String] {
        var left = Array(sources.indices)
        func keep(_ isWanted: (Int) -> Bool) {
            let kept = left.filter(isWanted)
            if !kept.isEmpty { left = kept }
        }
        keep { !sources[$0].isTest }
        let programs = left
        let loaded = programs.map { source in
            let loads = LoadStatements(in: sources[source].text).text
            return Set(programs.filter { $0 != source && SourceWords.contains(sources[$0].name, in: loads) })
        }
        keep { source in !loaded.contains { $0.contains(source) } }
        if let mark { keep { SourceWords.contains(mark, in: sources[$0].text) } }
        keep { source in zip(programs, loaded).contains { $0 == source && !$1.isEmpty } }
        keep { source in
            !programs.contains { $0 != source && SourceWords.contains(sources[source].name, in: sources[$0].text) }
        }
        let top = left.map { sources[$0].depth }.min() ?? 0
        keep { sources[$0].depth == top }
        return left.map { sources[$0].path }
    }
}

/// The statements of a source that load others, in whatever language: that begin with one of the words for it, or in which a
/// quotation mark comes after such a word.
struct LoadStatements {
    /// What stands behind the words, a line each.
    private(set) var text: [UInt8] = []

    private static let words: [[UInt8]] = [
        "import", "from", "require", "require_relative", "require_once", "include", "include_once", "use", "uses",
        "mod",
        "load", "source", "dofile", "with", "extern", "autoload", ".",
    ].map { Array($0.utf8) }

    /// No more bytes of a bracket are looked at, and of no more brackets.
    private static let bracketLimit = 4096
    private var bracketsLeft = 256

    private let source: [UInt8]

    init(in source: [UInt8]) {
        self.source = source
        var index = source.startIndex
        var previous: UInt8?
        while index < source.endIndex {
            guard let word = self.word(at: index), begins(after: previous, word) || isCalled(behind: index + word.count)
            else {
                previous = isLineEnd(source[index]) ? nil : source[index] > 0x20 ? source[index] : previous
                index += 1
                continue
            }
            let end = self.end(of: word, from: index + word.count)
            text += source[(index + word.count)..<end] + [UInt8(ascii: "\n")]
            previous = nil
            index = end
        }
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// The word that stands as a whole at `index`. A full stop is one only in shells, with a blank behind it.
    private func word(at index: Int) -> [UInt8]? {
        guard index == source.startIndex || !SourceWords.isWordPart(source[index - 1]) else { return nil }
        return Self.words.first { word in
            guard source[index...].starts(with: word) else { return false }
            let next = index + word.count < source.endIndex ? source[index + word.count] : 0x20
            return word == [UInt8(ascii: ".")] ? next == 0x20 : !SourceWords.isWordPart(next)
        }
    }

    /// Whether a statement begins behind `previous`, the last byte in the line that is not blank.
    private func begins(after previous: UInt8?, _ word: [UInt8]) -> Bool {
        previous.map { word.count > 1 && ";(".utf8.contains($0) } ?? true
    }

    /// Whether a text, or a bracket and a text, comes next: `require('./x')`, `from "./x"`.
    private func isCalled(behind index: Int) -> Bool {
        let next = source[index...].first { $0 > 0x20 && $0 != UInt8(ascii: "(") }
        return next.map("'\"`".utf8.contains) ?? false
    }

    /// Where the statement ends: with the line, or with the bracket that it opens; in Pascal with a semicolon.
    private mutating func end(of word: [UInt8], from start: Int) -> Int {
        let rest = source[start...]
        if word.elementsEqual("uses".utf8) { return rest.firstIndex(of: UInt8(ascii: ";")) ?? rest.endIndex }
        let end = rest.firstIndex(where: isLineEnd) ?? rest.endIndex
        let line = rest[..<end]
        guard bracketsLeft > 0, line.contains(UInt8(ascii: "(")), !line.contains(UInt8(ascii: ")")) else { return end }
        bracketsLeft -= 1
        return rest[end...].prefix(Self.bracketLimit).firstIndex(of: UInt8(ascii: ")")) ?? end
    }
}
