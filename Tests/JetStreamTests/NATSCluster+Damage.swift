import Glibc
import TestSupport

extension NATSCluster {
    /// Changes some bytes of what a node that does not run has stored of its streams.
    /// - Returns: how many.
    func damage(_ index: Int, _ random: inout some RandomNumberGenerator) throws -> Int {
        var results = unsafe glob_t()
        defer { unsafe globfree(&results) }
        guard unsafe glob("\(folder)/\(index + 1)/jetstream/*/streams/*/msgs/*.blk", 0, nil, &results) == 0 else {
            return 0
        }
        var changed = 0
        for number in unsafe 0..<Int(results.gl_pathc) {
            guard let path = unsafe results.gl_pathv[number] else { continue }
            let descriptor = unsafe open(path, O_RDWR)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            let size = lseek(descriptor, 0, SEEK_END)
            guard size > 0 else { continue }
            for _ in 0..<3 {
                let place = off_t.random(in: 0..<size, using: &random)
                var byte: UInt8 = 0
                guard unsafe pread(descriptor, &byte, 1, place) == 1 else { continue }
                byte ^= 1 << UInt8.random(in: 0...7, using: &random)
                if unsafe pwrite(descriptor, &byte, 1, place) == 1 { changed += 1 }
            }
        }
        return changed
    }
}
