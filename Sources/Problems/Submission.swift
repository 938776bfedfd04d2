public import Grading

/// A submission, and what it promises.
public struct Submission: Hashable, Sendable {
    /// The sources of a submission, one file or a directory's, in order.
    public enum Sources: Hashable, Sendable {
        /// They are the package's.
        case inPackage([SourceFile])
        /// Somebody brought them; they lie on this machine.
        case onDisk([LocalSource])
    }

    /// Its path below `submissions`: `accepted/sum.cpp`, `wrong_answer/multi`, printable; in formats
    /// without that folder its path in the package; for one that is not the package's, what whoever brought it calls it.
    public var path: String
    /// Its sources.
    public var sources: Sources
    /// The id of its language, where the package says it; nil: told by its files.
    public var language: String?
    /// The file, class or the like where it starts, where the package says it; nil: told by its files.
    public var entryPoint: String?
    /// What it promises; empty if nobody promises anything.
    public var expected: ExpectedResult

    /// A submission of these sources that must get what is `expected`.
    public init(
        path: String, sources: Sources, language: String? = nil, entryPoint: String? = nil,
        expected: ExpectedResult = ExpectedResult()
    ) {
        self.path = path
        self.sources = sources
        self.language = language
        self.entryPoint = entryPoint
        self.expected = expected
    }

    /// Whether it is the package's own.
    public var isPackaged: Bool {
        if case .inPackage = sources { true } else { false }
    }

    /// What its sources are called, in order.
    public var names: [String] {
        switch sources {
        case .inPackage(let files): files.map(\.name)
        case .onDisk(let files): files.map(\.name)
        }
    }
}
