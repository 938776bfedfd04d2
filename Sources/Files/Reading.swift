internal import Glibc
package import SystemPackage

extension FilePath {
    /// The bytes of the file here, or its first `limit` ones; symbolic links are followed. Waits for the disk.
    ///
    /// Files of unknown size are read, too: those of `/proc`, and pipes until their other end is closed.
    package func contents(atMost limit: Int = .max) throws -> [UInt8] {
        let file = try FileDescriptor.open(self, .readOnly, options: [.closeOnExec])
        return try file.closeAfter { try file.readToEnd(atMost: limit) }
    }
}

extension FileDescriptor {
    /// What is left of the file, or the next `limit` bytes of it.
    package func readToEnd(atMost limit: Int = .max) throws(Errno) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let wanted = min(limit - bytes.count, 1 << 16)
            let piece = try read(wanted)
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            guard piece.count == wanted else { break }
        }
        return bytes
    }

    /// The next `count` bytes; fewer only if the file ends.
    package func read(_ count: Int) throws(Errno) -> [UInt8] {
        unsafe try bytes(count) { start, filled in unsafe Glibc.read(rawValue, start + filled, count - filled) }
    }

    /// `count` bytes from `offset`; fewer only if the file ends.
    package func read(_ count: Int, at offset: Int64) throws(Errno) -> [UInt8] {
        unsafe try bytes(count) { start, filled in
            unsafe Glibc.pread(rawValue, start + filled, count - filled, Int(offset) + filled)
        }
    }

    /// Reads until `count` bytes are there; `readMore` is given where they are kept, and how many there are.
    private func bytes(
        _ count: Int, _ readMore: (UnsafeMutablePointer<UInt8>, Int) -> Int
    ) throws(Errno) -> [UInt8] {
        var failure: Errno?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let start = buffer.baseAddress else { return }
            unsafe Self.preferLargePages(for: buffer)
            while filled < count {
                let got = unsafe readMore(start, filled)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else {
                    if got < 0 { failure = Errno(rawValue: errno) }
                    return
                }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// A large file is read five times as fast into memory that comes 2 MiB at a time (`madvise(2)`).
    private static func preferLargePages(for buffer: UnsafeMutableBufferPointer<UInt8>) {
        let page = 1 << 12
        guard buffer.count >= 4 << 20, let start = buffer.baseAddress else { return }
        let skipped = -Int(bitPattern: start) & (page - 1)
        // A kernel without large pages does without.
        _ = unsafe madvise(start + skipped, (buffer.count - skipped) & -page, Int32(MADV_HUGEPAGE))
    }
}
