import CLinux
import Glibc
import SystemPackage

/// One file of a cgroup, kept open: reading and writing it again costs one system call.
struct CgroupFile {
    private let descriptor: OwnedDescriptor
    private let path: FilePath

    /// Opens `name` for reading, and for writing where that is asked for.
    init(_ directory: CgroupDirectory, _ name: String, isWritable: Bool = false) throws(SandboxError) {
        path = directory.path.appending(name)
        let opened = unsafe Glibc.open(path.string, (isWritable ? O_RDWR : O_RDONLY) | O_CLOEXEC)
        guard opened >= 0 else {
            throw SandboxError(.systemCall, stage: "open \(path)", errno: Errno(rawValue: errno))
        }
        descriptor = OwnedDescriptor(opened)
    }

    /// The descriptor, for the kernel's calls that take one.
    var rawValue: Int32 { descriptor.rawValue }

    func read(into text: inout CgroupText) throws(SandboxError) {
        try text.read(descriptor, "\(path)")
    }

    func number(_ text: inout CgroupText) throws(SandboxError) -> Int64 {
        try read(into: &text)
        return text.number
    }

    func write(_ value: String) throws(SandboxError) {
        let count = value.utf8.count
        guard unsafe Glibc.pwrite(descriptor.rawValue, value, count, 0) == count else {
            throw SandboxError(.systemCall, stage: "write \(value) to \(path)", errno: Errno(rawValue: errno))
        }
    }
}
