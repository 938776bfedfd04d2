package import Events
import Foundation
package import Storage
package import SystemPackage

/// What is there still when a platform has ended, and another one may begin with: a folder, keys and a clock.
package final class TestPlace: Sendable {
    package let path = FilePath("/tmp/verdict-platform-\(UInt64.random(in: 0 ... .max))")
    package let keys = KeyRing()
    package let clock: TestClock

    package init(clock: TestClock = TestClock()) throws {
        self.clock = clock
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    }

    deinit { _ = try? FileManager.default.removeItem(atPath: path.string) }

    package var snapshots: SnapshotFile { SnapshotFile(path.appending("snapshot"), keys: keys) }

    /// Writes a folder of files with that text.
    /// - Returns: where it is.
    package func write(_ files: [String: String], to name: String) throws -> FilePath {
        let folder = path.appending(name)
        for (path, text) in files { try write(Array(text.utf8), to: folder.appending(path)) }
        return folder
    }

    /// Writes a file, and makes the folders that it is in.
    package func write(_ bytes: [UInt8], to path: FilePath) throws {
        let file = URL(fileURLWithPath: path.string)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}
