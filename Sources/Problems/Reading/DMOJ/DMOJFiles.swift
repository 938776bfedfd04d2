import PackageFiles
import StrictYAML
import Units

/// The files of a package by the names in `init.yml`: its own, then those of its archive, which lies unpacked in a folder of the
/// archive's name.
struct DMOJFiles {
    private let root: PackageEntry
    private let archive: PackageEntry?

    /// The files of `root` and, if `archive` names one, of that archive.
    /// - Throws: if there is no such archive, or it was not unpacked.
    init(_ root: PackageEntry, archive name: YAMLNode?) throws(Diagnostic) {
        self.root = root
        guard let name else {
            archive = nil
            return
        }
        guard let found = root.entry(at: try name.string()) else {
            throw name.error("names an archive that is not there; add it or correct the name")
        }
        guard found.isFolder else {
            throw name.error(
                "names an archive that was not unpacked; judge the package's folder, or unpack it yourself")
        }
        archive = found
    }

    /// The file that `name` is; nil if there is none.
    func file(_ name: String) -> PackageFile? {
        [root, archive].lazy.compactMap { $0?.entry(at: name)?.file }.first
    }

    /// The names of the archive's files, by the bytes; nil if there is no archive.
    var archived: [String]? {
        archive.map { archive in archive.files.map { String($0.path.dropFirst(archive.path.count + 1)) } }
    }
}
