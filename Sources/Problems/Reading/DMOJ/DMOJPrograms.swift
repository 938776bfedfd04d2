import PackageFiles
import StrictYAML
import Units

/// Programs that `init.yml` names: a generator, a bridged checker or interactor.
struct DMOJPrograms {
    /// What DMOJ gives such programs.
    static let time = Duration.seconds(20)
    static let memory = ByteCount.kibibytes(524_288)
    /// How much more time than a submission an interactor has that says nothing else.
    static let patience = Duration.seconds(2)

    private let root: PackageEntry

    /// The programs whose files lie in `root`.
    init(_ root: PackageEntry) {
        self.root = root
    }

    /// The program whose files `node` names: one, or a list.
    /// - Parameters:
    ///   - language: DMOJ's name of its language; nil: told by the files.
    ///   - flags: what its compiler gets besides; nil: nothing.
    func program(_ node: YAMLNode, language: YAMLNode? = nil, flags: YAMLNode? = nil) throws(Diagnostic) -> Program {
        var files: [SourceFile] = []
        for name in try node.strings() {
            guard let entry = root.entry(at: name), let file = entry.file else {
                throw node.error("names the file \(name), which is not in the package; add it")
            }
            files.append(SourceFile(file, name: entry.name))
        }
        guard let first = files.first else { throw node.error("names no file; name one") }
        var id: String?
        if let language { id = DMOJLanguage.id(of: try language.string()) }
        return Program(
            name: PrintableText.escape(first.file.path.text), files: files, language: id,
            compilerFlags: try flags?.strings() ?? [])
    }

    /// The convention and the limits of a bridged checker, or of an interactor.
    func convention(
        _ mapping: YAMLMapping, _ limits: inout ProblemLimits, isInteractor: Bool
    ) throws(Diagnostic) -> CheckerConvention {
        var convention = CheckerConvention(try mapping["type"].map(Self.answer) ?? .dmoj)
        if let format = mapping["args_format_string"] {
            let words = try arguments(format)
            convention.checkerArguments = words
            convention.interactorArguments = words
        }
        limits.validationTime = Self.time
        if isInteractor {
            // It has the submission's time and so much more.
            limits.validationTime = .seconds(try mapping["preprocessing_time"]?.integer(in: 1...86_400) ?? 2)
        } else if let time = mapping["time_limit"] {
            limits.validationTime = .seconds(try time.integer(in: 1...86_400))
        }
        limits.validationMemory =
            try mapping["memory_limit"].map { node throws(Diagnostic) in
                .kibibytes(Int64(try node.integer(in: 1...1 << 30)))
            } ?? Self.memory
        return convention
    }

    private static func answer(_ node: YAMLNode) throws(Diagnostic) -> CheckerConvention.Answer {
        switch try node.string() {
        case "default": .dmoj
        case "testlib": .dmojTestlib
        case "coci": .coci
        case "peg": .peg
        case let other: throw node.error("must be default, testlib, coci or peg, not \(other)")
        }
    }

    /// The words of an `args_format_string`.
    private func arguments(_ node: YAMLNode) throws(Diagnostic) -> [String] {
        let text = try node.string()
        guard let words = CommandWords(text), let first = words.commands.first, words.commands.count == 1 else {
            if text.allSatisfy(\.isWhitespace) { return [] }
            throw node.error("must be words between blanks, and quotes around words with blanks")
        }
        return first.map { word in
            ["input", "output", "answer"].reduce(word) { $0.replacing("{\($1)_file}", with: "{\($1)}") }
        }
    }
}
