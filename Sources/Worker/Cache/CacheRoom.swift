import Fleet
import PackageFiles
import Units
import Wire

extension PackageTree {
    /// What its files take on a file system of 4 KiB blocks, with a block besides for each, and the directories.
    var room: ByteCount {
        let directories = Set(files.compactMap { TreePath($0.path) }.flatMap(\.directories)).count
        let blocks = files.reduce(Int64(directories) + 1) { $0 + Int64(($1.content.size + 4095) / 4096) + 1 }
        return .kibibytes(4 * blocks)
    }
}
