public import Grading

/// A submission of the package, and what it promises.
public struct Submission: Hashable, Sendable {
    /// Its path below `submissions`: `accepted/sum.cpp`, `wrong_answer/multi`, printable.
    public var path: String
    /// Its sources, one file or a directory's, in order.
    public var files: [SourceFile]
    /// What it promises; empty if the package promises nothing.
    public var expected: ExpectedResult

    /// A submission of these files that must get what is `expected`.
    public init(path: String, files: [SourceFile], expected: ExpectedResult = ExpectedResult()) {
        self.path = path
        self.files = files
        self.expected = expected
    }
}
