import PackageFiles

/// Programs of formats that have a source and headers, in one folder or a few.
extension FilesByPath {
    /// The folder where a library's headers are put that a package lacks.
    static let headerFolder = "headers"
    private static let headerKinds: Set<String> = ["h", "hh", "hpp", "hxx", "inc"]

    /// The program whose source is at `path`; nil if there is none. Beside it are the headers that lie beside it in the package, and
    /// those of ``headerFolder``.
    /// - Parameters:
    ///   - path: where the source is.
    ///   - language: the id of its language; nil: told by its name.
    ///   - others: what else is beside it.
    func program(at path: String, language: String? = nil, with others: [SourceFile] = []) -> Program? {
        guard let file = self[path] else { return nil }
        var sources = [SourceFile(file, name: Self.name(of: path))]
        for source in others + headers(in: Self.folder(of: path)) + headers(in: Self.headerFolder)
        where !sources.contains(where: { $0.name == source.name }) {
            sources.append(source)
        }
        return Program(name: PrintableText.escape(path), files: sources, language: language)
    }

    private func headers(in folder: String) -> [SourceFile] {
        files(in: folder).filter { Self.headerKinds.contains($0.kind) }.map { SourceFile($0.file, name: $0.name) }
    }

    /// That testlib's header is not in the package `folder`, whose programs may need it; nil if it is.
    static func lackedLibrary(in folder: PackageEntry) -> MissingHeaders? {
        folder.files.contains { name(of: $0.path) == PolygonPrograms.library }
            ? nil : MissingHeaders(folder: headerFolder, besideCollection: nil)
    }
}
