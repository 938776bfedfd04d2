import Foundation
import SystemPackage

/// A file that is gone after use.
enum TemporaryFile {
    static func with<Result>(_ text: String, _ body: (FilePath) throws -> Result) throws -> Result {
        let url = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString).yaml")
        try text.write(to: url, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(FilePath(url.path()))
    }
}
