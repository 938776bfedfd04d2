import PackageFiles
import Units

/// Reads packages that have one file of settings, by whose name they are known. A reader does nothing but compute: it says which
/// bytes it needs, and somebody else reads them.
protocol PackageReader {
    /// Where the file of settings lies in the package.
    static var settingsFile: String { get }

    /// The file of settings of the package `folder`; nil if it is none of the reader's.
    static func settings(in folder: PackageEntry) -> PackageEntry?

    /// Files of settings of other readers that are settings of this one's packages, too.
    static var sharedSettings: [String] { get }

    /// The formats that it reads.
    static var formats: [PackageFormat] { get }

    /// Which files of the package `folder` have to be looked into; none of a package of other formats. What is left unread of a
    /// file does not matter.
    static func needs(of folder: PackageEntry) -> [FileRequest]

    /// Reads the package, with the bytes that ``needs(of:)`` asked for. Everything that is wrong or odd goes to `findings`.
    /// - Parameters:
    ///   - settings: its ``settingsFile``.
    ///   - format: one of ``formats``; nil: the one that the settings name.
    /// - Throws: `ProblemError` if that is all that can be said.
    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem

    /// Headers that the package's programs include and the package does not have; nil: none.
    static func lackedHeaders(in folder: PackageEntry) -> MissingHeaders?
}

/// Headers that a package's programs include, such as `testlib.h`, and that are not in the package.
public struct MissingHeaders: Hashable, Sendable {
    /// The folder of the package that they are put into.
    public var folder: String
    /// The folder that they lie in, beside or above the package, in a collection of packages; nil: nobody knows.
    public var besideCollection: String?
}

/// Reads packages that may lack files which programs of the package make.
protocol GeneratedPackageReader: PackageReader {
    /// Which files are missing that the package's programs make, and how. Everything that is in the way goes to `findings`.
    /// - Parameters:
    ///   - package: with the bytes that ``PackageReader/needs(of:)`` asks for.
    ///   - settings: its ``PackageReader/settingsFile``.
    /// - Throws: `ProblemError` if that is all that can be said.
    static func generation(
        of package: LoadedPackage, _ settings: PackageEntry, findings: Findings
    ) throws(ProblemError) -> TestGeneration
}

extension PackageReader {
    /// The outermost file that is called so.
    static func settings(in folder: PackageEntry) -> PackageEntry? { folder.child(settingsFile) }

    /// None.
    static var sharedSettings: [String] { [] }

    /// None: what a program includes lies beside it.
    static func lackedHeaders(in folder: PackageEntry) -> MissingHeaders? { nil }
}

/// The readers that there are. Of the files of settings that a package has, the first one here tells its format.
enum PackageReaders {
    private static var all: [any PackageReader.Type] {
        [
            HydroReader.self, ProblemYAMLReader.self, PolygonReader.self, DMOJReader.self, LibraryCheckerReader.self,
            CMSReader.self, TPSReader.self, UOJReader.self, SYZOJReader.self, DOMjudgeReader.self,
        ]
    }

    /// Which files of a package have to be looked into. As which format it will be read is not known before.
    /// - Parameter place: how messages call the package.
    /// - Throws: `ProblemError` (`notAPackage`) with all findings of the listing.
    static func needs(of listing: PackageListing, called place: String) throws(ProblemError) -> [FileRequest] {
        guard reader(of: listing.root, as: nil) != nil else { throw notAPackage(listing, lacking: all, called: place) }
        return all.flatMap { $0.needs(of: listing.root) }
    }

    /// Reads a package of the format that its settings name, or as `format`.
    static func read(
        _ package: LoadedPackage, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let able = able(format)
        for (index, reader) in able.enumerated() {
            guard let settings = reader.settings(in: package.root) else { continue }
            for other in able[(index + 1)...]
            where other.settings(in: package.root) != nil && !reader.sharedSettings.contains(other.settingsFile) {
                findings.warn(
                    other.settingsFile,
                    "not read, as there is a \(settings.location), too; --format reads the other one")
            }
            return try reader.read(package, settings, as: format, findings: findings)
        }
        throw notAPackage(package.listing, lacking: able, called: "the package")
    }

    /// The reader of the package `folder`, as `format` if that is given; nil if there is none.
    static func reader(of folder: PackageEntry, as format: PackageFormat?) -> (any PackageReader.Type)? {
        able(format).first { $0.settings(in: folder) != nil }
    }

    /// The readers of `format`; all if it is nil.
    private static func able(_ format: PackageFormat?) -> [any PackageReader.Type] {
        all.filter { reader in format.map { reader.formats.contains($0) } ?? true }
    }

    /// That a package has the settings of none of `readers`.
    private static func notAPackage(
        _ listing: PackageListing, lacking readers: [any PackageReader.Type], called place: String
    ) -> ProblemError {
        let all = readers.map { $0.settingsFile }
        // Those that are outermost are likelier to be missed.
        let names = all.filter { !$0.contains("/") } + all.filter { $0.contains("/") }
        let lacks = "no \(names.joined(separator: " or "))"
        let message: String
        let inner = listing.root.children.first { folder in readers.contains { $0.settings(in: folder) != nil } }
        if let inner {
            message = "\(lacks); name one of the packages in it, such as \(inner.label)"
        } else {
            let advice = names.count == 1 ? "read it as another format" : "add one (an empty problem.yaml will do)"
            message = "not a package: \(lacks); \(advice) or name another folder"
        }
        let errors = listing.findings.filter(\.isError).map(Diagnostic.init)
        return ProblemError(.notAPackage, errors + [Diagnostic(file: place, message: message)])
    }
}

extension Diagnostic {
    /// What a listing lacks.
    init(_ finding: PackageFinding) {
        self.init(file: finding.location, message: PrintableText.escape(finding.message))
    }
}
