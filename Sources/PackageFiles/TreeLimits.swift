public import Units

/// How many files and folders a tree may have, how deep, and how large: one rule for whoever sends, keeps and unpacks one. A folder
/// costs as much as a file when the tree is unpacked, so both count, and they are counted before any is made.
public enum TreeLimits {
    /// The most names of a path, the file's own among them.
    public static let depth = 32
    /// The most files.
    public static let files = 100_000
    /// The most files and folders together.
    public static let entries = 120_000
    /// The most bytes of all files together.
    public static let size = ByteCount.gibibytes(256)
}

/// Counts the files and folders of a tree whose paths come in the order of their bytes. Pure, and of a fixed size.
package struct TreeEntries {
    private var count = 0
    private var last: [Substring.UTF8View] = []

    /// Nothing yet.
    package init() {}

    /// Counts the next file.
    /// - Returns: how many of its folders, outermost first, are those of the file before.
    package mutating func add(_ path: TreePath) -> Int {
        let folders = path.text.utf8.split(separator: UInt8(ascii: "/")).dropLast().map(\.self)
        var shared = 0
        while shared < min(folders.count, last.count), folders[shared].elementsEqual(last[shared]) { shared += 1 }
        count += folders.count - shared + 1
        last = folders
        return shared
    }

    /// Whether that many files and folders are too many.
    package var areTooMany: Bool { count > TreeLimits.entries }

    /// How many files and folders `paths` make, in any order.
    package static func count(_ paths: [TreePath]) -> Int {
        var entries = TreeEntries()
        // So the files of a folder follow on each other.
        for path in paths.sorted(by: { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }) { _ = entries.add(path) }
        return entries.count
    }
}
