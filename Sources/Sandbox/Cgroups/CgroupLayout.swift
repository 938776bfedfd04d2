import SystemPackage

/// Where this process stands in each cgroup tree of the host, read from `/proc/self/cgroup` and
/// `/proc/self/mountinfo` (`cgroups(7)`, `proc(5)`).
///
/// Hosts come in three shapes: pure v2; hybrid, with controllers in v1 trees beside a v2 tree that has none; v1 only.
/// So every controller is looked up by itself.
struct CgroupLayout: Hashable {
    /// This process's directory in the v2 tree, if there is one.
    var unified: FilePath?
    /// Where the v2 tree is mounted: the highest cgroup of it that can be seen.
    var unifiedMountPoint: FilePath?
    /// This process's directory in the v1 tree of each controller, by the controller's name.
    var legacy: [String: FilePath] = [:]

    /// Reads the two files' texts.
    ///
    /// - Parameter privateTree: where this process has a v2 tree of its own if none is mounted.
    init(cgroup: String, mountInfo: String, privateTree: FilePath? = nil) {
        var paths: [String: String] = [:]
        for line in cgroup.split(separator: "\n") {
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            for controller in fields[1].split(separator: ",", omittingEmptySubsequences: false) {
                paths[String(controller)] = String(fields[2])
            }
        }
        readMounts(mountInfo, paths)
        if unified == nil, let privateTree, let path = paths[""] {
            unified = privateTree.appending(FilePath(path).components)
            unifiedMountPoint = privateTree
        }
    }

    private mutating func readMounts(_ mountInfo: String, _ paths: [String: String]) {
        let mounts = mountInfo.split(separator: "\n").compactMap(Mount.init)
        let points = Dictionary(mounts.map { ($0.id, $0.point) }) { first, _ in first }
        // What something else is mounted upon cannot be reached.
        let covered = Set(mounts.filter { points[$0.parent] == $0.point }.map(\.parent))
        for mount in mounts where !covered.contains(mount.id) {
            if mount.type == "cgroup2", unified == nil, let path = paths[""] {
                unified = mount.directory(of: path)
                unifiedMountPoint = FilePath(mount.point)
            } else if mount.type == "cgroup" {
                for controller in mount.options where legacy[controller] == nil {
                    guard let path = paths[controller] else { continue }
                    legacy[controller] = mount.directory(of: path)
                }
            }
        }
    }

    /// One line of mountinfo: `36 35 98:0 /root /mount/point rw,opts shared:1 - type source super,options`.
    private struct Mount {
        var id: Substring
        var parent: Substring
        var root: String
        var point: String
        var type: String
        var options: [String]

        init?(_ line: Substring) {
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), dash >= 6, fields.count >= dash + 4 else { return nil }
            (id, parent) = (fields[0], fields[1])
            root = Self.unescape(fields[3])
            point = Self.unescape(fields[4])
            type = String(fields[dash + 1])
            options = fields[dash + 3].split(separator: ",").map(String.init)
        }

        /// A path of `/proc/self/cgroup` as a directory: below the mount point, less what the mount's root hides.
        func directory(of path: String) -> FilePath {
            var relative = FilePath(path)
            if root != "/" {
                // A path outside the mount's root cannot be named; the mount point is the nearest that can.
                if !relative.removePrefix(FilePath(root)) { relative = FilePath() }
            }
            var directory = FilePath(point)
            for component in relative.components where component.kind == .regular {
                directory.append(component)
            }
            return directory
        }

        /// Blanks in paths are written in octal (`\040`).
        private static func unescape(_ field: Substring) -> String {
            var bytes: [UInt8] = []
            var rest = Array(field.utf8)[...]
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "\\"), rest.count >= 3,
                    let code = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
                {
                    bytes.append(code)
                    rest = rest.dropFirst(3)
                } else {
                    bytes.append(byte)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
