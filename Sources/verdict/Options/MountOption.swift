import SystemPackage

/// What `--mount` says: something of the host, and where a run sees it.
struct MountOption {
    let hostPath: FilePath
    let path: String

    /// Reads `PATH` or `PATH:INSIDE`; nil if a part is empty, or the path inside is not one below `/`.
    init?(parsing text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map { String($0) }
        guard let host = parts.first, let path = parts.last, !host.isEmpty else { return nil }
        let inside = FilePath(path)
        guard inside.isAbsolute, !inside.components.isEmpty, !inside.components.contains(where: { $0.kind != .regular })
        else { return nil }
        hostPath = FilePath(host)
        self.path = inside.string
    }
}
