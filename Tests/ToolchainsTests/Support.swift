import Glibc
import SystemPackage
import Testing

@testable import Toolchains

/// The project's own `Languages` folder.
let languagesDirectory = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
    .appending("Languages")

/// Runs `body` with a new folder that holds `files`, and removes it.
func withDirectory<Result>(of files: [String: String], _ body: (FilePath) throws -> Result) throws -> Result {
    var template = Array("/tmp/verdict-languages-XXXXXX".utf8CString)
    let path = unsafe template.withUnsafeMutableBufferPointer { buffer in
        unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
    }
    let directory = FilePath(try #require(path))
    defer {
        for name in files.keys { unsafe unlink(directory.appending(name).string) }
        unsafe rmdir(directory.string)
    }
    for (name, text) in files {
        let file = try FileDescriptor.open(
            directory.appending(name), .writeOnly, options: [.create, .exclusiveCreate], permissions: [.ownerReadWrite])
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
    }
    return try body(directory)
}
