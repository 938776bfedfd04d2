import Grading
public import PackageFiles
public import SystemPackage
import Units

extension WrittenPackage {
    /// Makes the package in a new folder.
    ///
    /// Files of the other package are copied piece by piece. Where constants are put into one, it is in memory as a whole, and has
    /// ``Constants/resultLimit`` at most. What is there when this fails is for the caller to remove. Waits for the file system.
    /// - Parameters:
    ///   - folder: where; nothing must be there.
    ///   - directory: the package that it is made of.
    ///   - isCancelled: asked before each file.
    /// - Throws: ``PackageCopyError``; `CancellationError`.
    public func make(
        at folder: FilePath, from directory: PackageDirectory, isCancelled: () -> Bool = { false }
    ) throws {
        let root = try attempt(folder.string) { () throws(Errno) in try OpenFolder(making: folder, isShared: true) }
        for file in files {
            if isCancelled() { throw CancellationError() }
            let target = try attempt(file.path.text) { () throws(Errno) in
                try root.create(file.path, isExecutable: file.isExecutable)
            }
            switch file.contents {
            case .bytes(let bytes): try attempt(file.path.text) { () throws(Errno) in try target.write(bytes) }
            case .copy(let source, let constants, let addition):
                try copy(source, of: directory, constants, addition, to: target)
            }
        }
    }

    private func copy(
        _ source: PackageFile, of directory: PackageDirectory, _ constants: Constants, _ addition: [UInt8],
        to target: OpenFile
    ) throws {
        let place = directory.path(of: source)
        guard !constants.values.isEmpty else {
            return try attempt(source.path.text) { () throws(Errno) in
                let reader = try FileReader(place)
                while let piece = try reader.next(upTo: 1 << 18) { try target.write(piece) }
                try target.write(addition)
            }
        }
        let request = FileRequest(source, atMost: Constants.resultLimit + 1)
        guard let text = try directory.contents([request])[source.path], text.count <= Constants.resultLimit,
            let filled = constants.filled(into: text)
        else {
            throw PackageCopyError(
                description:
                    "\(PrintableText.escape(source.path.text)): too large to put constants into it; it may have "
                    + "\(ByteCount(Int64(Constants.resultLimit)))")
        }
        try attempt(source.path.text) { () throws(Errno) in try target.write(filled + addition) }
    }

    private func attempt<Value>(
        _ path: String, _ body: () throws(Errno) -> Value
    ) throws(PackageCopyError) -> Value {
        do throws(Errno) {
            return try body()
        } catch {
            throw PackageCopyError(
                description:
                    "cannot write or copy \(PrintableText.escape(path)): \(error); make room, or name another place")
        }
    }
}

/// Why a package could not be made where it was to be.
public struct PackageCopyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String
}
