import Files
import Glibc
import Synchronization
import SystemPackage
import Units

/// Directories of sources that run as they are. They are used again for others: to make files and remove them costs a file system
/// more than to write something else into them.
final class SourceDirectories: Sendable {
    /// A directory that nobody uses, and the files in it.
    private struct Spare {
        var path: FilePath
        var names: [String]
    }

    /// Of this process: several builders may keep what they build in one store.
    private static let serial = Atomic(0)
    /// So many directories wait for their next use.
    private static let mostSpare = 64
    /// Only those are used again that are small: so many files, all in the directory itself, of so much.
    private static let mostFiles = 4
    private static let largest = ByteCount.kibibytes(64)

    private let place: FilePath
    private let spare = Mutex<[Spare]>([])

    /// Directories in `place`, which need not be there yet.
    init(in place: FilePath) {
        self.place = place
    }

    deinit {
        // What resists is removed with the executor's store.
        for directory in spare.withLock({ $0 }) { try? directory.path.removeTree() }
    }

    /// A directory with these sources and nothing else.
    /// - Throws: ``JudgingError`` if it cannot be made; then nothing is left behind.
    func directory(with sources: [Source]) throws(JudgingError) -> BuildDirectory {
        let known = spare.withLock { $0.popLast() }
        let path = known?.path ?? place.appending("sources-\(Self.serial.add(1, ordering: .relaxed).newValue)")
        do {
            try path.makeDirectories()
            for name in known?.names ?? [] where !sources.contains(where: { $0.name == name }) {
                try path.appending(name).removeTree()
            }
            for source in sources { try Self.write(source, in: path) }
        } catch {
            try? path.removeTree()
            throw error as? JudgingError ?? CompilerRun.failure("write the sources", in: path, error)
        }
        guard Self.areSmall(sources) else { return BuildDirectory(path) }
        let names = sources.map(\.name)
        return BuildDirectory(path) { path in self.takeBack(Spare(path: path, names: names)) }
    }

    private static func write(_ source: Source, in directory: FilePath) throws {
        let path = try source.path(in: directory)
        if try !path.overwriteFile(source.bytes) { try path.writeFile(source.bytes) }
    }

    private static func areSmall(_ sources: [Source]) -> Bool {
        sources.count <= mostFiles && sources.allSatisfy { !$0.name.contains("/") }
            && sources.reduce(0) { $0 + $1.bytes.count } <= largest.bytes
    }

    private func takeBack(_ directory: Spare) {
        let isKept = spare.withLock { spare in
            guard spare.count < Self.mostSpare else { return false }
            spare.append(directory)
            return true
        }
        if !isKept { try? directory.path.removeTree() }
    }
}

extension FilePath {
    /// Writes other bytes into the file here, if there is one that has no other name.
    /// - Returns: false if there is none; then there is nothing here.
    fileprivate func overwriteFile(_ bytes: [UInt8]) throws -> Bool {
        let descriptor: FileDescriptor
        do {
            descriptor = try FileDescriptor.open(self, .writeOnly, options: [.noFollow, .closeOnExec])
        } catch let error as Errno where error == .noSuchFileOrDirectory {
            return false
        }
        let isWritten = try descriptor.closeAfter {
            var status = Glibc.stat()
            guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
            // Whoever sees it by another name goes on seeing what it was.
            guard status.st_nlink == 1 else { return false }
            guard ftruncate(descriptor.rawValue, 0) == 0 else { throw Errno(rawValue: errno) }
            _ = try descriptor.writeAll(bytes)
            return true
        }
        if !isWritten { try removeTree() }
        return isWritten
    }
}
