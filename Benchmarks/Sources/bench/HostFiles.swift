import Glibc

/// Reading and making files of the host.
enum HostFiles {
    /// The whole of a file, of `/proc` too; nil if it cannot be read.
    static func bytes(_ path: String) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        if status.st_size >= 4 << 20 { return large(descriptor, size: Int(status.st_size)) }
        var bytes = [UInt8](repeating: 0, count: max(Int(status.st_size) + 1, 4096))
        var length = 0
        while true {
            if length == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress.map { unsafe $0 + length }, buffer.count - length)
            }
            guard count >= 0 else { return nil }
            guard count > 0 else { break }
            length += count
        }
        bytes.removeLast(bytes.count - length)
        return bytes
    }

    /// Read as `verdict judge` reads outputs and answers: into memory that comes 2 MiB at a time.
    private static func large(_ descriptor: Int32, size: Int) -> [UInt8]? {
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            let skipped = -Int(bitPattern: start) & 4095
            _ = unsafe madvise(start + skipped, (size - skipped) & -4096, Int32(MADV_HUGEPAGE))
            while count < size {
                let got = unsafe read(descriptor, start + count, size - count)
                guard got > 0 else { return }
                count += got
            }
        }
        return bytes.count == size ? bytes : nil
    }

    /// A text file as text; nil if it cannot be read.
    static func text(_ path: String) -> String? {
        bytes(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Writes a file that everybody may read.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o755)
        guard descriptor >= 0 else { throw BenchError("cannot write \(path)") }
        defer { close(descriptor) }
        var length = 0
        while length < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + length }, buffer.count - length)
            }
            guard count > 0 else { throw BenchError("cannot write \(path)") }
            length += count
        }
    }

    static func makeDirectory(_ path: String) throws {
        guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else { throw BenchError("cannot make \(path)") }
    }

    /// The names in a directory, `.` and `..` left out; nil if it cannot be read.
    static func names(in path: String) -> [String]? {
        guard let directory = unsafe opendir(path) else { return nil }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Where a program of this name is found (`execvp(3)`); nil if nowhere.
    static func onPath(_ program: String) -> String? {
        guard let path = environment("PATH") else { return nil }
        return path.split(separator: ":").map { "\($0)/\(program)" }.first { unsafe access($0, X_OK) == 0 }
    }

    static func environment(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
