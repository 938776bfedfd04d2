internal import FoundationEssentials
internal import PackageFiles
internal import Units
internal import Wire

/// What each file of a tree is held to, one after the other. Pure.
struct TreeChecks {
    /// As many problems are told; whoever made more made all of them in the same way.
    private static let problemLimit = 20

    private let sizeLimit: ByteCount
    private(set) var problems: [String] = []
    private(set) var size = ByteCount(0)
    private var last: TreePath?
    private var entries = TreeEntries()
    /// All paths so far, of which none may be the directory of a later one. A directory's files follow on it in order.
    private var paths: Set<TreePath> = []

    init(sizeLimit: ByteCount) {
        self.sizeLimit = sizeLimit
    }

    /// Checks the next file.
    mutating func add(_ file: Verdict_V1_FileRef) {
        guard problems.count < Self.problemLimit, !entries.areTooMany else { return }
        let name = file.path.debugDescription
        guard let path = TreePath(file.path) else {
            problems.append("\(name) is no path in a package; use at most \(TreeLimits.depth) names of 1 to 255 bytes")
            return
        }
        if let last, !last.text.utf8.lexicographicallyPrecedes(file.path.utf8) {
            problems.append(
                "\(name) " + (last == path ? "is there twice; name it once" : "is out of order; sort by bytes"))
        }
        // The directories of the file before were looked up.
        let shared = entries.add(path)
        guard !entries.areTooMany else {
            problems.append(
                "there are more than \(TreeLimits.entries) files and folders up to \(name); split the package")
            return
        }
        let others = path.directories.dropFirst(shared)
        if let directory = others.first(where: { TreePath($0).map(paths.contains) ?? false }) {
            problems.append("\(name) lies in \(directory.debugDescription), which is a file; rename one of them")
        }
        last = path
        paths.insert(path)
        if file.content.hash.count != 32 {
            problems.append("\(name) has a hash of \(file.content.hash.count) bytes; send SHA-256, 32 bytes")
        }
        guard file.content.size <= sizeLimit.bytes, size.bytes + Int64(file.content.size) <= sizeLimit.bytes else {
            problems.append("the files have more than \(sizeLimit) up to \(name); split the package")
            return
        }
        size = size + ByteCount(Int64(file.content.size))
    }
}
