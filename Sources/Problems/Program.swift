/// A program of the package that is not a submission: a validator.
///
/// Whether its files are a program in a known language is not the reader's to say: a `README` beside the validators is
/// a program of one file that no language claims.
public struct Program: Hashable, Sendable {
    /// Its name below the package, `output_validators/check`, printable.
    public var name: String
    /// Its sources, one file or a directory's, in order.
    public var files: [SourceFile]

    /// A program of these files.
    public init(name: String, files: [SourceFile]) {
        self.name = name
        self.files = files
    }
}
