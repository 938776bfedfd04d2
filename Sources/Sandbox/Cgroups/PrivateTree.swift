import CLinux
import SystemPackage

/// The v2 tree of a host that has mounted none: every kernel that has v1 trees has it, too, and counts CPU time in it.
///
/// It is mounted for this process alone, in no directory: nothing on the host shows it, and it is gone with the process.
/// Mounting takes root's rights (`mount(2)`); who lacks them has no such tree.
enum PrivateTree {
    /// Where this process finds it; nil: it may not.
    static let mountPoint: FilePath? = root.map { FilePath("/proc/self/fd/\($0.rawValue)") }

    private static let root: OwnedDescriptor? = {
        let descriptor = clinux_mount_cgroup2()
        return descriptor < 0 ? nil : OwnedDescriptor(descriptor)
    }()
}
