import SystemPackage

/// What this process has in memory.
enum ResidentMemory {
    /// In bytes (proc(5), statm).
    static var now: Int {
        get throws {
            let file = try FileDescriptor.open(FilePath("/proc/self/statm"), .readOnly)
            defer { try? file.close() }
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = try unsafe bytes.withUnsafeMutableBytes { buffer in try unsafe file.read(into: buffer) }
            let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
            return (Int(words[1]) ?? 0) * 4096
        }
    }
}
