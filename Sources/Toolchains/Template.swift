import Units

/// A text of a language file with placeholders in braces.
struct Template: Hashable, Sendable {
    /// What a placeholder stands for.
    enum Placeholder: String, CaseIterable, Sendable {
        /// All sources of the program, one argument each.
        case sources
        /// Where the program starts: a source's name, or a class.
        case main
        /// The test's memory limit, without the runtime's own overhead.
        case memoryBytes = "memory-bytes"
        case memoryKiB = "memory-kib"
        case memoryMiB = "memory-mib"

        static let memory: Set<Placeholder> = [.memoryBytes, .memoryKiB, .memoryMiB]
    }

    enum Piece: Hashable, Sendable {
        case text(String)
        case placeholder(Placeholder)
    }

    let pieces: [Piece]

    /// A placeholder that is not known, as written.
    struct UnknownPlaceholder: Error {
        let name: String
    }

    /// Reads `text`; only lower-case words in braces are placeholders.
    init(_ text: String) throws(UnknownPlaceholder) {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            let name = rest[rest.index(after: open)...].prefix { $0 == "-" || ("a"..."z").contains($0) }
            guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "}" else {
                pieces.append(.text(String(rest[...open])))
                rest = rest[rest.index(after: open)...]
                continue
            }
            guard let placeholder = Placeholder(rawValue: String(name)) else {
                throw UnknownPlaceholder(name: String(name))
            }
            if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
            pieces.append(.placeholder(placeholder))
            rest = rest[rest.index(after: name.endIndex)...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        self.pieces = pieces
    }

    /// A text in which nothing is a placeholder.
    init(literally text: String) {
        pieces = [.text(text)]
    }

    var placeholders: Set<Placeholder> {
        Set(
            pieces.compactMap { piece in
                if case .placeholder(let placeholder) = piece { placeholder } else { nil }
            })
    }

    /// The values of one build or run.
    struct Values {
        var sources: [String] = []
        var main: String?
        var memory: ByteCount?
    }

    /// The text with `values` in place; nil if it speaks of a limit that is not set.
    func filled(with values: Values) -> String? {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .placeholder(let placeholder):
                guard let value = Self.value(of: placeholder, in: values) else { return nil }
                text += value
            }
        }
        return text
    }

    /// Whether it is a limit that `option`, the argument before it, takes: `-d` and `memory_limit={memory-bytes}`.
    func isValue(of option: Template) -> Bool {
        guard !placeholders.isDisjoint(with: Placeholder.memory), option.placeholders.isEmpty else { return false }
        func isOption(_ template: Template) -> Bool {
            guard case .text(let text) = template.pieces.first else { return false }
            return text.hasPrefix("-")
        }
        return isOption(option) && !isOption(self)
    }

    private static func value(of placeholder: Placeholder, in values: Values) -> String? {
        switch placeholder {
        case .sources: values.sources.joined(separator: " ")
        case .main: values.main
        case .memoryBytes: values.memory.map { String($0.bytes) }
        case .memoryKiB: values.memory.map { String($0.bytes >> 10) }
        case .memoryMiB: values.memory.map { String($0.bytes >> 20) }
        }
    }
}

extension [Template] {
    /// The command with `values` in place. `{sources}` becomes one argument for each source; an argument that speaks of a
    /// limit that is not set is left out, and so is the option before it whose value it is; an absolute path with a pattern in it
    /// becomes the newest match.
    func command(with values: Template.Values) -> [String] {
        var words: [String] = []
        for (index, template) in enumerated() {
            if index + 1 < count, self[index + 1].isValue(of: template), self[index + 1].filled(with: values) == nil {
                continue
            }
            if template.pieces == [.placeholder(.sources)] {
                words += values.sources
            } else if let word = template.filled(with: values) {
                // Only the language file's own words are patterns, never a contestant's file names.
                let isPath = word.hasPrefix("/") && template.placeholders.isEmpty
                words.append(isPath ? HostFiles.newest(word) : word)
            }
        }
        return words
    }
}
