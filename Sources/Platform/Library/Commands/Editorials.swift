internal import Coordinator
internal import Kernel
internal import Units

/// Writes how a problem is solved, in one language.
struct WriteEditorial: ProblemCommand {
    static let action: Action = "library.write-editorial"
    /// All languages together stand in the memory of whoever works with the problem.
    private static let (longest, mostLanguages) = (64 << 10, 20)

    var problem: EntityID
    var language: String
    /// Markdown; empty: what the package says.
    var text: String

    func decide(_ state: LibraryProblem, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.require()
        guard StatementLanguage.isTag(language) else {
            throw DomainError(.invalid, "a language is a tag such as en or pt-BR")
        }
        guard text.utf8.count <= Self.longest else {
            throw DomainError(.invalid, "an editorial has at most \(Self.longest) bytes", advice: "shorten it")
        }
        guard state.editorials[language] != nil || state.editorials.count < Self.mostLanguages else {
            throw DomainError(.exhausted, "there are editorials in \(Self.mostLanguages) languages already")
        }
        guard state.editorials[language] ?? "" != text else { return Decision() }
        var written = EditorialWritten()
        (written.language, written.text) = (language, text)
        return try Decision(written)
    }
}

/// Lets everybody who sees a problem read how it is solved.
struct ReleaseEditorial: ProblemCommand {
    static let action: Action = "library.release-editorial"

    var problem: EntityID
    /// False: it is held back again.
    var isReleased: Bool

    func decide(_ state: LibraryProblem, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.require()
        guard state.isEditorialReleased != isReleased else { return Decision() }
        if isReleased {
            var released = EditorialReleased()
            released.atNs = context.now.nanoseconds
            return try Decision(released)
        }
        var held = EditorialHeld()
        held.atNs = context.now.nanoseconds
        return try Decision(held)
    }
}
