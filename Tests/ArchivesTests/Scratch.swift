import FoundationEssentials
import Glibc
import SystemPackage
import Testing

@testable import Archives

/// A folder for the archives of a test, and for what is unpacked of them; gone when the test is over.
final class Scratch: Sendable {
    let path: FilePath

    init() throws {
        path = FilePath(FileManager.default.temporaryDirectory.path).appending("verdict-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: unpacked.string, withIntermediateDirectories: true)
    }

    deinit {
        // Nothing is left to do for a directory that cannot be removed.
        try? FileManager.default.removeItem(atPath: path.string)
    }

    /// Where archives are unpacked.
    var unpacked: FilePath { path.appending("unpacked") }

    /// An archive of these bytes.
    func archive(_ name: String, bytes: [UInt8]) throws -> PackageArchive {
        let file = path.appending(name)
        try Data(bytes).write(to: URL(filePath: file.string))
        return PackageArchive(file)
    }

    /// An archive with these items in this order.
    func archive(_ name: String, _ items: [Item], password: String? = nil) throws -> PackageArchive {
        let file = path.appending(name)
        try ArchiveWriter(file, password: password).write(items)
        return PackageArchive(file)
    }

    func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path.appending(name).string)))
    }

    /// All that was unpacked, by paths below the folder for it.
    func names() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: unpacked.string).sorted()
    }

    /// Whether anything is there, a link being a link.
    func isThere(_ name: String) -> Bool {
        var status = stat()
        return unsafe lstat(path.appending(name).string, &status) == 0
    }

    /// The mode of what was unpacked.
    func mode(_ name: String) -> mode_t? { Self.mode(of: unpacked.appending(name)) }

    /// The mode of what is at `path`; nil if nothing is.
    static func mode(of path: FilePath) -> mode_t? {
        var status = stat()
        return unsafe lstat(path.string, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    func size(of name: String) throws -> Int {
        try bytes(of: name).count
    }

    /// Writes a file, and makes the folders on the way.
    func write(_ name: String, _ bytes: [UInt8], isExecutable: Bool = false) throws {
        let file = path.pushing(FilePath(name))
        try FileManager.default.createDirectory(
            atPath: file.removingLastComponent().string, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file.string))
        if isExecutable { _ = unsafe chmod(file.string, 0o700) }
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: path.appending(name).string, withIntermediateDirectories: false)
    }

    /// The error with which unpacking ends; nil if it does not fail.
    func refusal(of archive: PackageArchive, _ budget: ExtractionBudget? = nil) -> PackageArchiveError? {
        do {
            if let budget {
                _ = try archive.unpack(into: unpacked, budget)
            } else {
                _ = try archive.unpack(into: unpacked)
            }
            return nil
        } catch let error as PackageArchiveError {
            return error
        } catch {
            Issue.record("another error: \(error)")
            return nil
        }
    }
}
