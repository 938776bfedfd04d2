import PackageFiles

/// Reads the folders that hold programs of the package: validators.
enum ProgramReader {
    /// Languages for input formats; their files are read by interpreters of their own.
    private static let formatLanguages = ["ctd", "viva"]

    /// Every file or folder in the folder `name` of the package is a program.
    static func programs(in package: LoadedPackage, folder name: String, findings: Findings) -> [Program] {
        guard let folder = package.child(name) else { return [] }
        guard folder.isFolder else {
            findings.error(folder.location, "must be a folder of programs; rename the file")
            return []
        }
        return folder.children.compactMap { program($0, in: package, findings) }
    }

    private static func program(
        _ entry: PackageEntry, in package: LoadedPackage, _ findings: Findings
    ) -> Program? {
        let files = package.sourceFiles(entry)
        guard !files.isEmpty else {
            findings.warn(entry.location, "the folder is empty; put a program's sources into it or remove it")
            return nil
        }
        if !entry.isFolder, let language = formatLanguages.first(where: { entry.name.hasSuffix("." + $0) }) {
            let message = "input formats in .\(language) are not run; add a validator in a language that is"
            findings.warn(entry.location, message)
            return nil
        }
        return Program(name: entry.location, files: files)
    }
}
