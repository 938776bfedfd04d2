import Fleet
import FoundationEssentials
import Glibc
import Problems
import Storage
import Synchronization
import SystemPackage
import Units
import Wire

/// Reads a package whose files are contents, as one in a folder is read.
///
/// What is looked into is written, unsealed, into a folder in memory for the time of reading: settings, and the beginnings
/// of submissions. All other files stand there empty: of them only the names matter. Test data is never unsealed here.
struct PackageReading: Sendable {
    /// The most that settings and beginnings of submissions may have together.
    private static let unsealedLimit = ByteCount.mebibytes(64)
    /// `Sources/Problems` refuses larger settings, and reads so much of a submission.
    private static let settingsLimit: UInt64 = 1 << 20 + 1
    private static let submissionLimit: UInt64 = 1 << 16

    let blobs: any BlobStore
    let memory: MemoryFolder

    /// The problem of `tree`.
    /// - Throws: `WireError`: `invalidArgument` with everything that is wrong with the package; `resourceExhausted`.
    func problem(of tree: PackageTree) async throws -> Problem {
        let unsealed = tree.files.reduce(0) { $0 + Int64(Self.part(of: $1)) }
        guard unsealed <= Self.unsealedLimit.bytes else {
            throw WireError(
                .invalidArgument,
                "the package's settings and submissions have more than \(Self.unsealedLimit); remove some submissions")
        }
        do {
            return try await memory.withFolder { folder in
                try await TreeWriter.write(tree.files, to: folder) { file, write in
                    let part = Self.part(of: file)
                    guard part > 0, let hash = ContentHash(file.content) else { return }
                    for try await piece in blobs.read(hash, range: 0..<Int64(part)) { try write(piece) }
                }
                return try await BlockingWork.run { _ in
                    do throws(ProblemError) {
                        return try Problem(package: folder)
                    } catch {
                        throw WireError(.invalidArgument, Self.lines(error.diagnostics, folder: folder))
                    }
                }
            }
        } catch let error as TreeWriterError where error.reason == .noSpace {
            throw WireError(
                .resourceExhausted, "the coordinator has no memory left to read the package in; try again",
                retryAfter: .seconds(5))
        }
    }

    /// How much of a file the reader looks at.
    private static func part(of file: Verdict_V1_FileRef) -> UInt64 {
        let names = file.path.utf8.split(separator: UInt8(ascii: "/"))
        let isSettings =
            names.count == 1
            && ["problem.yaml", "domjudge-problem.ini", ".timelimit"].contains { $0.utf8.elementsEqual(names[0]) }
        let isGroup = names[0].elementsEqual("data".utf8) && (names.last?.elementsEqual("testdata.yaml".utf8) ?? false)
        if isSettings || isGroup { return min(file.content.size, settingsLimit) }
        return names[0].elementsEqual("submissions".utf8) ? min(file.content.size, submissionLimit) : 0
    }

    /// What is wrong, a line each, as much as a caller gets.
    private static func lines(_ diagnostics: [Diagnostic], folder: FilePath) -> String {
        PackageComplaints.text(
            diagnostics.map { diagnostic in
                // Where the folder is concerns nobody.
                diagnostic.file == folder.string ? "the package: \(diagnostic.message)" : "\(diagnostic)"
            })
    }
}
