import PackageFiles

/// Reads one package format. A reader does nothing but compute: it says which bytes it needs, and somebody else reads them.
protocol PackageFormatReader {
    /// Whether `folder` is a package for this reader.
    static func claims(_ folder: PackageEntry) -> Bool

    /// Which files of the package `folder` have to be looked into. What is left unread of a file does not matter.
    static func needs(of folder: PackageEntry) -> [FileRequest]

    /// Reads the package, with the bytes that ``needs(of:)`` asked for. Everything that is wrong or odd goes to `findings`.
    /// - Throws: `ProblemError` if that is all that can be said.
    static func read(_ package: LoadedPackage, findings: Findings) throws(ProblemError) -> Problem
}

/// The readers that there are.
enum PackageReaders {
    /// The first that claims a package reads it.
    private static var all: [any PackageFormatReader.Type] { [LegacyReader.self] }

    /// The reader of a package.
    /// - Parameter place: how messages call the package.
    /// - Throws: `ProblemError` (`notAPackage`) with all findings of the listing.
    static func reader(
        of listing: PackageListing, called place: String
    ) throws(ProblemError) -> any PackageFormatReader.Type {
        if let reader = reader(of: listing.root) { return reader }
        let message: String
        if let inner = listing.root.children.first(where: { reader(of: $0) != nil }) {
            message = "no problem.yaml; name one of the packages in it, such as \(inner.label)"
        } else {
            message = "not a package: no problem.yaml; add one (an empty file will do) or name another folder"
        }
        let errors = listing.findings.filter(\.isError).map(Diagnostic.init)
        throw ProblemError(.notAPackage, errors + [Diagnostic(file: place, message: message)])
    }

    private static func reader(of folder: PackageEntry) -> (any PackageFormatReader.Type)? {
        all.first { $0.claims(folder) }
    }
}

extension Diagnostic {
    /// What a listing lacks.
    init(_ finding: PackageFinding) {
        self.init(file: finding.location, message: PrintableText.escape(finding.message))
    }
}
