import PackageFiles
import StrictYAML

extension ICPCReader: ProblemYAMLFormat {
    static let formats = [PackageFormat.icpc2025]

    /// Settings as far as they are taken, and one byte more, which tells that one is too large; the beginnings of
    /// submissions. Never test data.
    static func needs(of folder: PackageEntry) -> [FileRequest] {
        let settings = folder.child("data").map(testSettings) ?? []
        return settings.compactMap { $0?.file }.map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) }
            + ICPCSubmissions.needs(of: folder)
    }

    private static func testSettings(of folder: PackageEntry) -> [PackageEntry?] {
        folder.children.flatMap { entry -> [PackageEntry?] in
            if entry.isFolder { return entry.name.hasSuffix(".files") ? [] : testSettings(of: entry) }
            return entry.name.hasSuffix(".yaml") ? [entry] : []
        }
    }

    static func read(
        _ package: LoadedPackage, _ mapping: YAMLMapping, as format: PackageFormat, findings: Findings
    ) throws(ProblemError) -> Problem {
        let files = package
        var package = package
        package.root = package.root.filtered { entry in
            guard !FileNameRule.isAllowed(entry.name) else { return true }
            findings.warn(
                entry.location,
                "left out: names have letters, digits, \"_\", \".\" and \"-\", and begin with none of the last two")
            return false
        }
        var settings = ICPCSettings(mapping, findings: findings)
        settings.readTimeLimit(elsewhereIn: files, findings)
        return ICPCReader(package, settings: settings, findings: findings).read()
    }
}

/// What files and folders of the format may be called.
enum FileNameRule {
    /// Whether the name has 1 to 255 of the allowed characters, and does not begin with a dot or a dash.
    static func isAllowed(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 255, first != UInt8(ascii: "."),
            first != UInt8(ascii: "-")
        else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "_.-".utf8.contains(byte)
            }
        }
    }
}
