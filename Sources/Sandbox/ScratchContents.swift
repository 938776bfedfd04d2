public import SystemPackage
public import Units

/// What a run left in a scratch file system, read without following any link the program may have put there.
public final class ScratchContents: Sendable {
    private let descriptor: FileDescriptor

    init(descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// The bytes of the regular file at `path` (relative, no symbolic links), at most `limit`; nil if there is none.
    public func read(_ path: String, limit: ByteCount) throws(SandboxError) -> [UInt8]? {
        nil
    }

    /// Copies every regular file and directory into the existing directory `destination` of the host, keeping execute
    /// bits; links and special files are left out.
    /// - Throws: ``SandboxError`` if more than `limit` bytes or `files` files are there.
    public func copy(to destination: FilePath, limit: ByteCount, files: Int) throws(SandboxError) {
    }
}
