import Fleet
import FoundationEssentials
import Grading
import GradingWire
import Problems
import Reporting
import SwiftProtobuf
import SystemPackage
import Units
import Wire

/// A submission, and where on this machine its sources are.
struct LocalSubmission {
    let submission: Submission
    let files: [LocalSource]
    /// What is put into the sources.
    let constants: Constants

    init(_ submission: Submission, files: [LocalSource], constants: Constants = Constants()) {
        (self.submission, self.files) = (submission, files)
        self.constants = submission.isPackaged ? constants : Constants()
    }

    /// The program in `files`, which is no package's.
    init(path: String, files: [LocalSource]) {
        self.init(Submission(path: path, sources: .onDisk(files)), files: files)
    }
}

/// Makes requests of submissions.
struct SubmitRequests {
    /// What a coordinator takes (`judge.proto`).
    static let mostFiles = 256
    static let mostBytes = ByteCount.mebibytes(1)

    /// What all of them have in common.
    var common: Verdict_V1_SubmitRequest
    /// The key that the user chose; nil: new ones are made.
    var key: String?

    /// A request for each submission, its sources read; it still needs a package and a key.
    /// - Throws: ``CommandError`` if there is more than a coordinator takes, or a file cannot be read.
    func read(_ submissions: [LocalSubmission]) throws -> [Verdict_V1_SubmitRequest] {
        try submissions.map { submission in
            var request = common
            request.sources = try Self.sources(of: submission)
            if request.language.isEmpty { request.language = submission.submission.language ?? "" }
            request.entryPoint = submission.submission.entryPoint ?? ""
            if submission.submission.expected.needsAllTests { request.allTests = true }
            request.timeAllowance = TimeAllowance(firstFor: submission.submission.expected).message
            return request
        }
    }

    /// Makes `requests`, one for each of `submissions`, ones for `package`, with a key each.
    /// - Throws: ``CommandError`` if the user's key is too long.
    func address(
        _ requests: [Verdict_V1_SubmitRequest], of submissions: [Submission], to package: Verdict_V1_Package
    ) throws -> [Verdict_V1_SubmitRequest] {
        let session = IdempotencyKey.newSession()
        return try zip(requests, submissions).enumerated().map { place, pair in
            var request = pair.0
            request.package = package.id
            guard let key else {
                request.idempotencyKey = IdempotencyKey(session: session, place: place, of: request).text
                return request
            }
            let path = submissions.count == 1 ? nil : pair.1.path
            guard let own = IdempotencyKey(key, path: path) else {
                throw CommandError(
                    "the key is \(key.utf8.count) bytes long; choose one of 1 to \(path == nil ? 128 : 63)")
            }
            request.idempotencyKey = own.text
            return request
        }
    }

    /// `request` once more, otherwise timed.
    static func again(_ request: Verdict_V1_SubmitRequest, _ allowance: TimeAllowance) -> Verdict_V1_SubmitRequest {
        var request = request
        request.timeAllowance = allowance.message
        request.idempotencyKey = IdempotencyKey(again: request.idempotencyKey).text
        return request
    }

    private static func sources(of submission: LocalSubmission) throws -> [Verdict_V1_SourceFile] {
        guard submission.files.count <= mostFiles else {
            throw CommandError(
                "\(submission.submission.path) has \(submission.files.count) files, and a submission at most \(mostFiles); "
                    + "name the source alone")
        }
        var left = mostBytes.bytes
        return try submission.files.map { file in
            guard let bytes = submission.constants.filled(into: try HostFile.contents(of: file.path)) else {
                throw CommandError("\(file.path) is too long with its constants")
            }
            left -= Int64(bytes.count)
            guard left >= 0 else {
                throw CommandError(
                    "\(submission.submission.path) has more than \(mostBytes) of sources; name the source alone")
            }
            var source = Verdict_V1_SourceFile()
            source.name = file.name
            source.content = Data(bytes)
            return source
        }
    }
}
