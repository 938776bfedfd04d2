import PackageFiles
import StrictYAML
import Units

/// Reads packages of one format with a `problem.yaml`, or of several that are much alike.
protocol ProblemYAMLFormat {
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

/// Reads packages with a `problem.yaml`, which says which of several formats they have.
enum ProblemYAMLReader: GeneratedPackageReader {
    static let settingsFile = "problem.yaml"
    static var sharedSettings: [String] { [DOMjudgeReader.settingsFile] }
    static var formats: [PackageFormat] { all.flatMap { $0.formats } }

    private static var all: [any ProblemYAMLFormat.Type] { [LegacyReader.self, ICPCReader.self] }

    /// Versions that never were finished, and which one they became.
    private static let drafts: [String: PackageFormat] = [
        "2025-09-draft": .icpc2025, "2023-07": .icpc2025, "2023-07-draft": .icpc2025, "draft": .icpc2025,
    ]

    /// Whether the settings name a version that never was finished.
    static func isDraft(_ mapping: YAMLMapping) -> Bool {
        // That it is no text is said elsewhere.
        let version = try? mapping["problem_format_version"]?.string()
        return version.map { drafts[$0] != nil } ?? false
    }

    static func needs(of folder: PackageEntry) -> [FileRequest] {
        guard let settings = folder.child(settingsFile) else { return [] }
        let own = settings.file.map { [FileRequest($0, atMost: YAMLDocument.sizeLimit + 1)] } ?? []
        let plan = [folder.entry(at: GeneratorsFile.path)?.file].compactMap(\.self)
            .map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) }
        return own + plan + all.flatMap { $0.needs(of: folder) }
    }

    static func generation(
        of package: LoadedPackage, _ settings: PackageEntry, findings: Findings
    ) throws(ProblemError) -> TestGeneration {
        GeneratorsPlan.generation(of: package, try package.settings(settings, Findings([])), findings)
    }

    static func read(
        _ package: LoadedPackage, _ settings: PackageEntry, as format: PackageFormat?, findings: Findings
    ) throws(ProblemError) -> Problem {
        let mapping = try package.settings(settings, findings)
        let named = try self.format(in: mapping, isGiven: format != nil, findings)
        let format = format ?? named
        guard let reader = all.first(where: { $0.formats.contains(format) }) else {
            throw ProblemError(
                .unsupportedFormat, [Diagnostic(file: settingsFile, message: "no reader; report this")])
        }
        return try reader.read(package, mapping, as: format, findings: findings)
    }

    /// The format that the settings name.
    /// - Parameter isGiven: whether somebody says that it is another, so that the name does not matter.
    private static func format(
        in mapping: YAMLMapping, isGiven: Bool, _ findings: Findings
    ) throws(ProblemError) -> PackageFormat {
        guard !isGiven, let node = mapping["problem_format_version"],
            let version = findings.collect({ () throws(Diagnostic) in try node.string() })
        else { return .legacy }
        if let format = formats.first(where: { $0.rawValue == version }) { return format }
        if let format = drafts[version] {
            let message = "\"\(version)\" is a draft of \"\(format.rawValue)\", and read as that; convert the package"
            findings.warn(node.file, line: node.line, message)
            return format
        }
        let known = formats.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        let message = "there is no format \"\(version)\"; convert the package to \(known)"
        throw ProblemError(
            .unsupportedFormat,
            [Diagnostic(file: node.file, line: node.line, message: PrintableText.escape(message))])
    }
}
