public import Units

/// Why a package cannot be read: everything that is wrong with it, not only the first thing.
public struct ProblemError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable {
        private enum Kind: Hashable { case notAPackage, unsupportedFormat, invalid }
        private var kind: Kind

        /// The path is no directory, cannot be opened, or holds neither `problem.yaml` nor `problem.xml`.
        public static let notAPackage = Code(kind: .notAPackage)
        /// The package is of a format that is not read.
        public static let unsupportedFormat = Code(kind: .unsupportedFormat)
        /// The package breaks its format's rules.
        public static let invalid = Code(kind: .invalid)
    }

    /// What kind of failure it is.
    public var code: Code
    /// Every error found, in the order of reading; never empty.
    public var diagnostics: [Diagnostic]

    /// A failure with these errors.
    public init(_ code: Code, _ diagnostics: [Diagnostic]) {
        self.code = code
        self.diagnostics = diagnostics
    }
}

extension ProblemError: CustomStringConvertible {
    /// One line an error: `file:line: message`.
    public var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}
