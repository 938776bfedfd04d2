import PackageFiles
import StrictYAML

/// Reads packages of one format, or of several that are much alike. A reader does nothing but compute: it says which bytes
/// it needs, and somebody else reads them.
protocol PackageFormatReader {
    /// The formats that it reads.
    static var formats: [PackageFormat] { get }

    /// Which files of the package `folder` have to be looked into, besides `problem.yaml`. What is left unread of a file
    /// does not matter.
    static func needs(of folder: PackageEntry) -> [FileRequest]

    /// Reads the package, with the bytes that ``needs(of:)`` asked for. Everything that is wrong or odd goes to `findings`.
    /// - Parameters:
    ///   - mapping: what `problem.yaml` says.
    ///   - format: one of ``formats``.
    /// - Throws: `ProblemError` if that is all that can be said.
    static func read(
        _ package: LoadedPackage, _ mapping: YAMLMapping, as format: PackageFormat, findings: Findings
    ) throws(ProblemError) -> Problem
}

/// The readers that there are.
enum PackageReaders {
    private static var all: [any PackageFormatReader.Type] { [LegacyReader.self, ICPCReader.self] }

    /// The settings that every format has.
    static let settingsFile = "problem.yaml"

    /// Versions that never were finished, and which one they became.
    private static let drafts: [String: PackageFormat] = [
        "2025-09-draft": .icpc2025, "2023-07": .icpc2025, "2023-07-draft": .icpc2025, "draft": .icpc2025,
    ]

    /// Which files of a package have to be looked into. Which format it has is not known before.
    /// - Parameter place: how messages call the package.
    /// - Throws: `ProblemError` (`notAPackage`) with all findings of the listing.
    static func needs(of listing: PackageListing, called place: String) throws(ProblemError) -> [FileRequest] {
        let settings = try settings(of: listing, called: place)
        let own = settings.file.map { [FileRequest($0, atMost: YAMLDocument.sizeLimit + 1)] } ?? []
        return own + all.flatMap { $0.needs(of: listing.root) }
    }

    /// Reads a package of the format that it names, or as `format`.
    static func read(
        _ package: LoadedPackage, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let file = try settings(of: package.listing, called: "the package")
        guard let mapping = findings.collect({ () throws(YAMLError) in try package.yaml(file, findings) }) else {
            throw ProblemError(.invalid, findings.errors)
        }
        let named = try self.format(in: mapping, isGiven: format != nil, findings)
        let format = format ?? named
        guard let reader = all.first(where: { $0.formats.contains(format) }) else {
            throw ProblemError(.unsupportedFormat, [Diagnostic(file: file.location, message: "no reader; report this")])
        }
        return try reader.read(package, mapping, as: format, findings: findings)
    }

    private static func settings(
        of listing: PackageListing, called place: String
    ) throws(ProblemError) -> PackageEntry {
        if let file = listing.root.child(settingsFile) { return file }
        let message: String
        if let inner = listing.root.children.first(where: { $0.child(settingsFile) != nil }) {
            message = "no problem.yaml; name one of the packages in it, such as \(inner.label)"
        } else {
            message = "not a package: no problem.yaml; add one (an empty file will do) or name another folder"
        }
        let errors = listing.findings.filter(\.isError).map(Diagnostic.init)
        throw ProblemError(.notAPackage, errors + [Diagnostic(file: place, message: message)])
    }

    /// The format that the settings name.
    /// - Parameter isGiven: whether somebody says that it is another, so that the name does not matter.
    private static func format(
        in mapping: YAMLMapping, isGiven: Bool, _ findings: Findings
    ) throws(ProblemError) -> PackageFormat {
        guard !isGiven, let node = mapping["problem_format_version"],
            let version = findings.collect({ () throws(YAMLError) in try node.string() })
        else { return .legacy }
        if let format = PackageFormat(rawValue: version) { return format }
        if let format = drafts[version] {
            let message = "\"\(version)\" is a draft of \"\(format.rawValue)\", and read as that; convert the package"
            findings.warn(node.file, line: node.line, message)
            return format
        }
        let known = PackageFormat.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        let message = "there is no format \"\(version)\"; convert the package to \(known)"
        throw ProblemError(
            .unsupportedFormat,
            [Diagnostic(file: node.file, line: node.line, message: PrintableText.escape(message))])
    }
}

extension Diagnostic {
    /// What a listing lacks.
    init(_ finding: PackageFinding) {
        self.init(file: finding.location, message: PrintableText.escape(finding.message))
    }
}
