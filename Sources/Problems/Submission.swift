/// A submission of the package, and what it promises.
public struct Submission: Hashable, Sendable {
    /// Its path below `submissions`: `accepted/sum.cpp`, `wrong_answer/multi`, printable.
    public var path: String
    /// Its sources, one file or a directory's, in order.
    public var files: [SourceFile]
    /// The verdicts it may get; empty if the package promises nothing.
    public var expected: Set<Verdict>

    /// A submission of these files that must get one of the `expected` verdicts.
    public init(path: String, files: [SourceFile], expected: Set<Verdict>) {
        self.path = path
        self.files = files
        self.expected = expected
    }
}
