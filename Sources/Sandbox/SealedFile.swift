import CLinux
import Glibc
public import SystemPackage

/// Bytes in a memory file that nobody can change any more (`memfd_create(2)`, `F_SEAL_WRITE`).
///
/// Test inputs are read once and sealed; every run gets a descriptor of its own, with its own offset, and no byte is
/// copied.
public final class SealedFile: Sendable {
    private let descriptor: OwnedDescriptor
    /// Its length in bytes.
    public let size: Int

    /// Seals a copy of `bytes`.
    /// - Throws: ``SandboxError`` if there is no memory for it.
    public init(_ bytes: [UInt8]) throws(SandboxError) {
        descriptor = try OwnedDescriptor(checking: unsafe clinux_memory_file("input"), "make a memory file")
        size = bytes.count
        try Self.write(bytes[...], to: descriptor)
        try checked(clinux_seal(descriptor.rawValue), "seal a memory file")
    }

    /// Seals the contents of the file at `path` on the host.
    /// - Throws: ``SandboxError`` naming the file if it cannot be read.
    public init(path: FilePath) throws(SandboxError) {
        descriptor = try OwnedDescriptor(checking: unsafe clinux_memory_file("input"), "make a memory file")
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
            defer { try? file.close() }
            size = try Self.copy(from: file, to: descriptor)
        } catch let error as Errno {
            throw SandboxError(.systemCall, stage: "read \(path)", errno: error)
        } catch {
            throw SandboxError(.systemCall, stage: "read \(path): \(error)")
        }
        try checked(clinux_seal(descriptor.rawValue), "seal a memory file")
    }

    /// The file once more, read-only and at its beginning; the caller owns it.
    func reopen() throws(SandboxError) -> OwnedDescriptor {
        try OwnedDescriptor(checking: clinux_reopen(descriptor.rawValue), "reopen a memory file")
    }

    private static func copy(from file: FileDescriptor, to target: OwnedDescriptor) throws -> Int {
        var total = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe file.read(into: $0) }
            if count == 0 { return total }
            try write(buffer[..<count], to: target)
            total += count
        }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to target: OwnedDescriptor) throws(SandboxError) {
        do {
            _ = try FileDescriptor(rawValue: target.rawValue).writeAll(bytes)
        } catch {
            throw SandboxError(.systemCall, stage: "fill a memory file", errno: error as? Errno)
        }
    }
}
