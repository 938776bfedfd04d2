import PackageFiles
import StrictYAML

/// Reads packages of formats that have test data and programs that judge, and no place for submissions: those of the format 2025-09
/// are taken, if there are some.
protocol BareDataReader: PackageReader {
    /// Files of settings besides the one by which the format is known.
    static func moreSettings(in folder: PackageEntry) -> [PackageEntry]
}

extension BareDataReader {
    /// None.
    static func moreSettings(in folder: PackageEntry) -> [PackageEntry] { [] }

    static func needs(of folder: PackageEntry) -> [FileRequest] {
        guard let own = settings(in: folder) else { return [] }
        return ([own] + moreSettings(in: folder)).compactMap(\.file)
            .map { FileRequest($0, atMost: YAMLDocument.sizeLimit + 1) } + ICPCSubmissions.needs(of: folder)
    }

    static func lackedHeaders(in folder: PackageEntry) -> MissingHeaders? { FilesByPath.lackedLibrary(in: folder) }
}
