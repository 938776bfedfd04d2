import Glibc
import Logging
import SystemPackage
import Toolchains

extension Logger {
    static var quiet: Logger {
        Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
    }
}

/// Waits until something holds; false if it does not in `seconds`.
func eventually(within seconds: Double = 5, _ condition: () async -> Bool) async throws -> Bool {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
        if await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return await condition()
}

/// Where the repository's own data is.
enum Repository {
    static let root = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent().removingLastComponent()

    static func problem(_ name: String) -> FilePath {
        root.appending("Testcases").appending("problems").appending(name)
    }

    /// A copy of a problem with a file of so many bytes besides, below `directory`; each number makes another package.
    static func copy(
        of name: String, in directory: TestDirectory, adding size: Int, number: Int = 0
    ) throws -> FilePath {
        let copy = try directory.makeDirectory("package-\(number)")
        try copy.appending("ballast").write(bytes: [UInt8](repeating: UInt8(number), count: size))
        for part in ["problem.yaml", "data", "submissions"] {
            try problem(name).appending(part).copy(to: copy.appending(part))
        }
        return copy
    }
}

extension FilePath {
    func allBytes() throws -> [UInt8] {
        let file = try FileDescriptor.open(self, .readOnly)
        return try file.closeAfter {
            let size = Int(try file.seek(offset: 0, from: .end))
            try file.seek(offset: 0, from: .start)
            guard size > 0 else { return [] }
            return try unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    /// The names below, with the directories' own.
    func names() -> [String] {
        guard let directory = unsafe opendir(string) else { return [] }
        defer { _ = unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func write(_ text: String) throws {
        try write(bytes: Array(text.utf8))
    }

    /// Copies a file, or a directory with all in it.
    func copy(to other: FilePath) throws {
        guard try stat().type == .directory else { return try other.write(bytes: try allBytes()) }
        guard unsafe mkdir(other.string, 0o755) == 0 else { throw Errno(rawValue: errno) }
        for name in names() { try appending(name).copy(to: other.appending(name)) }
    }

    func write(bytes: [UInt8]) throws {
        let file = try FileDescriptor.open(
            self, .writeOnly, options: [.create, .truncate], permissions: FilePermissions(rawValue: 0o644))
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }
}

/// A directory of a test's own, on a file system in memory where there is one.
final class TestDirectory: Sendable {
    let path: FilePath

    init() throws {
        let place = unsafe access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(place)/verdict-worker-tests-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    func makeDirectory(_ name: String) throws -> FilePath {
        let made = path.appending(name)
        guard unsafe mkdir(made.string, 0o755) == 0 else { throw Errno(rawValue: errno) }
        return made
    }

    deinit {
        Self.remove(path)
    }

    private static func remove(_ path: FilePath) {
        if unsafe unlink(path.string) == 0 { return }
        for name in path.names() { remove(path.appending(name)) }
        _ = unsafe rmdir(path.string)
    }
}
