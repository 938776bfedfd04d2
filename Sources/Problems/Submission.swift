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

    /// Its path below `submissions`: `accepted/sum.cpp`, `wrong_answer/multi`, printable; for one that is not the package's,
    /// what whoever brought it calls it.
    public var path: String
    /// Its sources.
    public var sources: Sources
    /// What it promises; empty if nobody promises anything.
    public var expected: ExpectedResult

    /// A submission of these sources that must get what is `expected`.
    public init(path: String, sources: Sources, expected: ExpectedResult = ExpectedResult()) {
        self.path = path
        self.sources = sources
        self.expected = expected
    }

    /// What its sources are called, in order.
    public var names: [String] {
        switch sources {
        case .inPackage(let files): files.map(\.name)
        case .onDisk(let files): files.map(\.name)
        }
    }
}
