public import Executions
import Files
public import SystemPackage

/// A folder of headers, testlib.h say, for programs that include them and do not bring them along.
public enum HeaderFolder {
    /// The most that one may have.
    private static let sizeLimit = 4 << 20
    private static let mostFiles = 256

    /// The headers in `folder`; what else lies there does not count. Waits for the file system.
    /// - Throws: ``JudgingError`` if there is no such folder, one cannot be read, or is too large for a header.
    public static func files(in folder: FilePath) throws(JudgingError) -> [ExecutionFile] {
        guard folder.isDirectory else { throw JudgingError(.files, "headers: there is no folder \(folder)") }
        var files: [ExecutionFile] = []
        do {
            for name in try folder.names() where ["h", "hpp", "hh"].contains(FilePath(name).extension ?? "") {
                files.append(
                    ExecutionFile(name: name, bytes: try folder.appending(name).contents(atMost: sizeLimit + 1)))
            }
        } catch {
            throw JudgingError(.files, "the headers in \(folder) cannot be read: \(error)")
        }
        guard files.count <= mostFiles else {
            throw JudgingError(.files, "\(folder) has \(files.count) headers, and at most \(mostFiles) are taken")
        }
        if let large = files.first(where: { $0.bytes.count > sizeLimit }) {
            throw JudgingError(
                .files, "\(folder.appending(large.name)) is larger than \(sizeLimit >> 20) MiB; it is no header")
        }
        return files
    }
}
