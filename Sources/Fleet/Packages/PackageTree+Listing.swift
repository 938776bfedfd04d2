public import PackageFiles
internal import Units
internal import Wire

extension PackageTree {
    /// The package as readers see it, with the hash of each file.
    /// - Parameter name: what it is called.
    public func listing(name: String) -> PackageListing {
        PackageListing(
            name: name,
            files: files.compactMap { file in
                // All are paths: the tree is checked.
                TreePath(file.path).map { path in
                    PackageFile(
                        path: path, size: ByteCount(Int64(clamping: file.content.size)), isExecutable: file.executable,
                        hash: Array(file.content.hash))
                }
            })
    }
}
