import ArgumentParser
import Problems
import Reporting
import Synchronization
import Wire

/// What the coordinator has taken, for those who do not wait for what comes of it.
struct SubmitReceipts {
    let session: SubmitSession
    let json: Bool

    /// Hands everything in and prints the id of each submission.
    func print() async throws -> ExitCode {
        var status = ExitStatus.success
        var retry = SubmitRetry()
        for (index, submission) in session.submissions.enumerated() {
            let reception = try await session.handIn(index, session.requests[index], retry: &retry) {
                Output.error.tryWrite("verdict: \(PrintableText.line($0))\n")
            }
            switch reception {
            case .taken(let response):
                let path = submission.path
                try Output.standard.write(
                    json
                        ? Self.record(path, response).line + "\n"
                        : "\(PrintableText.line(response.id))  \(PrintableText.line(path))\n")
            case .refused(let error):
                status = ExitStatus.failure
                let words =
                    "\(PrintableText.line(submission.path)) was not accepted: \(PrintableText.line(error.message))"
                try Output.error.write("verdict: \(words)\n")
            }
        }
        return status
    }

    /// What goes on without anybody waiting; empty if there is nothing.
    var leftBehind: String {
        let waiting = session.ledger.waiting
        guard !waiting.isEmpty else { return "" }
        let lines = waiting.map { index, id in
            "  \(PrintableText.line(id))  \(PrintableText.line(session.submissions[index].path))\n"
        }
        let verb = waiting.count == 1 ? "is" : "are"
        return "verdict: \(waiting.count) accepted and not yet judged, which \(verb) still judged; "
            + "`verdict admin show ID` shows one, `verdict admin cancel ID` stops it:\n" + lines.joined()
    }

    private static func record(_ path: String, _ response: Verdict_V1_SubmitResponse) -> JSONValue {
        ["submission": .string(path), "id": .string(response.id), "known": .bool(response.known)]
    }
}

/// What the coordinator has taken and not yet judged: what a user should know who stops waiting.
final class SubmitLedger: Sendable {
    private let open = Mutex<[Int: String]>([:])

    /// Nothing was taken yet.
    init() {}

    /// The submission at `index` was taken as `id`.
    func taken(_ index: Int, as id: String) {
        open.withLock { $0[index] = id }
    }

    /// The submission at `index` is judged.
    func judged(_ index: Int) {
        open.withLock { $0[index] = nil }
    }

    /// What is not judged yet, in order.
    var waiting: [(index: Int, id: String)] {
        open.withLock { open in open.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}
