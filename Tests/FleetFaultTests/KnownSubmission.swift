import Fleet
import Foundation
import SystemPackage
import Wire

/// A submission of the problem `sum` whose verdict is known.
struct KnownSubmission: Sendable {
    /// Its file below `submissions`.
    let path: String
    /// What it has to get.
    let verdict: Verdict_V1_Verdict

    /// One of each kind that is judged fast; compiled ones are compiled once a worker.
    static let all = [
        KnownSubmission(path: "accepted/sum.py", verdict: .accepted),
        KnownSubmission(path: "wrong_answer/counts_n.py", verdict: .wrongAnswer),
        KnownSubmission(path: "run_time_error/raises.py", verdict: .runTimeError),
        KnownSubmission(path: "compile_error/indent.py", verdict: .compileError),
        KnownSubmission(path: "accepted/sum.c", verdict: .accepted),
        KnownSubmission(path: "wrong_answer/narrow.c", verdict: .wrongAnswer),
        KnownSubmission(path: "run_time_error/null.c", verdict: .runTimeError),
    ]

    /// The problem's package.
    static let package = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        .appending("Testcases/problems/sum")

    /// The request that submits it.
    func request(key: String, package: Data, priority: Verdict_V1_Priority) throws -> Verdict_V1_SubmitRequest {
        let file = Self.package.appending("submissions/\(path)")
        var source = Verdict_V1_SourceFile()
        source.name = String(path.split(separator: "/").last ?? "")
        source.content = try Data(contentsOf: URL(fileURLWithPath: file.string))
        var request = Verdict_V1_SubmitRequest()
        request.idempotencyKey = key
        request.package = package
        request.sources = [source]
        request.priority = priority
        return request
    }
}
