/// A program of the package that is not a submission: a validator.
///
/// Whether its files are a program in a known language is not the reader's to say: a `README` beside the validators is
/// a program of one file that no language claims.
public struct Program: Hashable, Sendable {
    /// Its name below the package, `output_validators/check`, printable.
    public var name: String
    /// Its sources, one file or a directory's, in order.
    public var files: [SourceFile]
    /// The id of its language; nil: told by the names of its files.
    public var language: String?
    /// What its compiler is given besides what the language says.
    public var compilerFlags: [String]
    /// What stands before the code in each of its sources in C and C++, headers left out; empty: nothing.
    public var preamble: String

    /// A program of these files.
    public init(
        name: String, files: [SourceFile], language: String? = nil, compilerFlags: [String] = [], preamble: String = ""
    ) {
        self.name = name
        self.files = files
        self.language = language
        self.compilerFlags = compilerFlags
        self.preamble = preamble
    }
}
