import Files
import Glibc
import SystemPackage
import Testing

private struct Broken: Error {}

/// Runs `body` with an empty directory, which is removed afterwards.
private func withDirectory(_ body: (FilePath) throws -> Void) throws {
    let directory = try FilePath.temporaryDirectory.makeTemporaryDirectory(prefix: "verdict-files-test-")
    defer { #expect(throws: Never.self) { try directory.removeTree() } }
    try body(directory)
}

private func write(_ text: String, to path: FilePath) throws {
    try path.createFile { _ = try $0.writeAll(text.utf8) }
}

private func text(_ path: FilePath) throws -> String {
    String(decoding: try path.contents(), as: UTF8.self)
}

@Suite("Files")
struct FilesTests {
    @Test("A file is replaced by what was written, and nothing is left beside it")
    func replacing() throws {
        try withDirectory { directory in
            let path = directory.appending("report")
            try path.replaceFile { _ = try $0.writeAll("one".utf8) }
            try path.replaceFile(permissions: [.ownerReadWrite, .groupRead]) { _ = try $0.writeAll("two".utf8) }
            #expect(try text(path) == "two")
            #expect(try path.stat().mode.permissions == [.ownerReadWrite, .groupRead])
            #expect(try directory.names() == ["report"])
        }
    }

    @Test("A file whose replacement fails stays as it was, and nothing is left beside it")
    func failedReplacing() throws {
        try withDirectory { directory in
            let path = directory.appending("report")
            try write("old", to: path)
            #expect(throws: Broken.self) {
                try path.replaceFile { file in
                    _ = try file.writeAll("half".utf8)
                    throw Broken()
                }
            }
            #expect(try text(path) == "old")
            #expect(try directory.names() == ["report"])
        }
    }

    @Test("The draft that a killed process left is not read, and a link in its place is not followed")
    func leftDraft() throws {
        try withDirectory { directory in
            let (path, other) = (directory.appending("list"), directory.appending("other"))
            try write("other", to: other)
            try #require(unsafe symlink(other.string, path.string + ".new") == 0)
            try path.replaceFile { _ = try $0.writeAll("list".utf8) }
            #expect(try text(path) == "list")
            #expect(try text(other) == "other")
        }
    }

    @Test("A new file never takes the place of one that is there")
    func creating() throws {
        try withDirectory { directory in
            let path = directory.appending("key")
            try write("first", to: path)
            #expect(throws: Errno.fileExists) { try write("second", to: path) }
            #expect(try text(path) == "first")
        }
    }

    @Test("Reading stops at the limit or at the end", arguments: [0, 1, 65_535, 65_536, 65_537, 200_000, 5 << 20])
    func reading(size: Int) throws {
        try withDirectory { directory in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 3) }
            let path = directory.appending("bytes")
            try path.createFile { _ = try $0.writeAll(bytes) }
            #expect(try path.contents() == bytes)
            #expect(try path.contents(atMost: size / 2) == Array(bytes.prefix(size / 2)))
            let file = try FileDescriptor.open(path, .readOnly)
            let (later, all, none) = try file.closeAfter {
                (try file.read(size + 1, at: 1), try file.read(size + 1), try file.read(1))
            }
            #expect(later == Array(bytes.dropFirst()))
            #expect(all == bytes)
            #expect(none == [])
        }
    }

    @Test("A file of /proc, whose size is said to be 0, is read to its end")
    func readingProc() throws {
        #expect(try text("/proc/self/status").contains("Pid:\t\(getpid())\n"))
    }

    @Test("Directories that are missing are made for all to read, and those that are there are left")
    func makingDirectories() throws {
        try withDirectory { directory in
            let path = directory.appending("a").appending("b")
            try path.makeDirectories()
            try path.makeDirectories()
            #expect(try path.stat().mode.permissions.rawValue == 0o755)
            #expect(try path.makeDirectory() == false)
            #expect(try path.appending("c").makeDirectory())
            try write("", to: directory.appending("file"))
            #expect(throws: Errno.notDirectory) { try directory.appending("file").makeDirectory() }
        }
    }

    @Test("A tree is removed with all in it, and what its links lead to stays")
    func removing() throws {
        try withDirectory { directory in
            let (tree, outside) = (directory.appending("tree"), directory.appending("outside"))
            try tree.appending("a").appending("b").makeDirectories()
            try write("x", to: tree.appending("a").appending("file"))
            try outside.makeDirectory()
            try write("kept", to: outside.appending("file"))
            try #require(unsafe symlink(outside.string, tree.appending("link").string) == 0)
            try #require(unsafe mkfifo(tree.appending("pipe").string, 0o600) == 0)
            // A name that is no UTF-8.
            let odd = tree.string.utf8CString.dropLast() + [0x2f, -1, 0]
            try #require(unsafe mkdir(Array(odd), 0o700) == 0)
            try tree.removeTree()
            #expect(try directory.names() == ["outside"])
            #expect(try text(outside.appending("file")) == "kept")
            #expect(throws: Errno.noSuchFileOrDirectory) { try tree.removeTree() }
        }
    }

    @Test("The names in a directory are in order, and say what they stand for")
    func listing() throws {
        try withDirectory { directory in
            for name in ["b", "a", ".hidden"] { try write("", to: directory.appending(name)) }
            try directory.appending("folder").makeDirectory()
            #expect(try directory.names() == [".hidden", "a", "b", "folder"])
            let stream = try DirectoryStream(directory)
            var kinds: [String: CInt] = [:]
            while let entry = try stream.next() { kinds[entry.name] = entry.kind }
            #expect(kinds["folder"] == CInt(DT_DIR) && kinds["a"] == CInt(DT_REG))
            #expect(throws: Errno.noSuchFileOrDirectory) { try directory.appending("none").names() }
        }
    }

    @Test("A lock ends with who has it, although a program that is being started still has a copy of the file")
    func lettingGo() throws {
        try withDirectory { directory in
            let path = directory.appending("lock")
            var lock: FileLock? = try FileLock(path)
            #expect(throws: Errno.wouldBlock) { try FileLock(path) }
            // As fork(2) copies it, until execve(2) closes it.
            let copy = dup(try #require(lock).descriptor.rawValue)
            #expect(copy >= 0)
            lock = nil
            #expect(throws: Never.self) { try FileLock(path) }
            #expect(close(copy) == 0)
        }
    }

    @Test("A lock that is released can be had at once, although some thread still refers to it")
    func releasing() throws {
        try withDirectory { directory in
            let path = directory.appending("lock")
            let lock = try FileLock(path)
            try withExtendedLifetime(lock) {
                lock.release()
                let next = try FileLock(path)
                // Whoever has it now keeps it.
                lock.release()
                #expect(throws: Errno.wouldBlock) { try FileLock(path) }
                withExtendedLifetime(next) {}
            }
        }
    }
}
