import Foundation
import KernelTestSupport
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Units

@testable import Coordinator
@testable import Kernel
@testable import Submissions

/// What is taken, and what is not.
@Suite("Handing in", .timeLimit(.minutes(1))) struct HandingInTests {
    private static var quiet: Court.Options {
        var options = Court.Options()
        options.runs = false
        return options
    }

    @Test("The time is when it was received; the answer says where it is followed")
    func received() async throws {
        try await Court.with(Self.quiet) { court in
            let answer = try await court.ask(
                .post, "contests/{id}/submissions", parameters: ["id": "\(Neighbours.contest)"], body: Court.program())
            let id = try #require(EntityID(answer["id"] ?? ""))
            #expect(answer.status == .created(at: "api/v1/submissions/\(id)"))
            #expect(answer["live"] == "/api/v1/live/submissions/\(id)" && answer.position != nil)
            let received = try #require(try await court.desk.submission(id).received)
            #expect(received.atNs == TestClock.start.nanoseconds && received.participant == "\(Neighbours.team)")
            #expect(received.contest == "\(Neighbours.contest)" && received.author == "\(Actor.alice.person ?? id)")
            let files = try await court.desk.files(of: id, for: .alice)
            #expect(files.files == [.init(name: "main.cpp", content: "int main() {}")])
            court.neighbours.isOpen.withLock { $0 = false }
            try await expectRefusal(.wrongState) { try await court.handIn(contest: Neighbours.contest) }
        }
    }

    @Test("A contest takes programs in its own languages only")
    func languages() async throws {
        try await Court.with(Self.quiet) { court in
            court.neighbours.languages.withLock { $0 = ["c"] }
            _ = try await court.handIn(contest: Neighbours.contest, language: "c")
            for language in ["python3", ""] {
                try await expectRefusal(.invalid) {
                    try await court.handIn(contest: Neighbours.contest, language: language)
                }
            }
        }
    }

    @Test("The same request with the same key is one submission; another one with it is refused")
    func keys() async throws {
        try await Court.with(Self.quiet) { court in
            let first = try await court.handIn(key: "k")
            for _ in 0..<20 { #expect(try await court.handIn(key: "k") == first) }
            #expect(try await court.handIn(by: .bob, key: "k") != first)
            try await expectRefusal(.conflict) { try await court.handIn(language: "c", key: "k") }
            #expect(try await court.events(of: first) == ["SubmissionReceived"])
        }
    }

    @Test("Ten within a minute are taken from one person, and then it is said how long to wait")
    func burst() async throws {
        try await Court.with(Self.quiet) { court in
            for _ in 0..<10 { _ = try await court.handIn() }
            let error = try await expectRefusal(.exhausted) { try await court.handIn() }
            #expect((error?.retryAfter ?? .zero) > .zero)
            _ = try await court.handIn(by: .bob)
            court.clock.manual.advance(by: .seconds(70))
            _ = try await court.handIn()
        }
    }

    @Test("So many a day are taken, whichever coordinator is asked, and more when the day is over")
    func day() async throws {
        var options = Self.quiet
        (options.submissions.minute, options.submissions.day) = (1000, 3)
        try await Court.with(options) { court in
            let other = SubmissionDesk(
                court.services, options: court.desk.options, problems: court.neighbours, contests: court.neighbours)
            other.connect(to: court.judging)
            var handed = HandedIn(problem: Neighbours.problem)
            handed.files = [.init(name: "a.c", bytes: [])]
            for desk in [court.desk, other, court.desk] {
                _ = try await desk.submit(handed, as: .random(), by: .alice)
                court.clock.manual.advance(by: .seconds(3600))
            }
            let error = try await expectRefusal(.exhausted) {
                try await other.submit(handed, as: .random(), by: .alice)
            }
            #expect(error?.retryAfter == .seconds(21 * 3600))
            court.clock.manual.advance(by: .seconds(21 * 3600))
            _ = try await other.submit(handed, as: .random(), by: .alice)
            try await expectRefusal(.exhausted) { try await court.desk.submit(handed, as: .random(), by: .alice) }
        }
    }

    @Test("What an admin has set for a person holds in place of what holds for everybody")
    func person() async throws {
        try await Court.with(Self.quiet) { court in
            var handed = HandedIn(problem: Neighbours.problem)
            handed.files = [.init(name: "a.c", bytes: [])]
            let desk = SubmissionDesk(
                court.services, problems: court.neighbours, contests: court.neighbours
            ) { $0 == Actor.alice.person ? 1 : 0 }
            desk.connect(to: court.judging)
            _ = try await desk.submit(handed, as: .random(), by: .alice)
            try await expectRefusal(.exhausted) { try await desk.submit(handed, as: .random(), by: .alice) }
            try await expectRefusal(.forbidden) { try await desk.submit(handed, as: .random(), by: .bob) }
        }
    }

    @Test(
        "What is no program is refused",
        arguments: [
            ("", DomainError.Code.invalid), ("[]", .invalid), ("{", .invalid),
            (#"{"problem":"x","files":[]}"#, .notFound),
            (files("[]"), .invalid), (files(#"[{"name":"a.c"}]"#), .invalid),
            (files(#"[{"name":"a.c","content":"","base64":""}]"#), .invalid),
            (files(#"[{"name":"a.c","base64":"%%%"}]"#), .invalid),
            (files(#"[{"name":"../a.c","content":""}]"#), .invalid),
            (files(#"[{"name":"/a.c","content":""}]"#), .invalid), (files(#"[{"name":"","content":""}]"#), .invalid),
            (files(#"[{"name":"a\u0000.c","content":""}]"#), .invalid),
            (files(#"[{"name":"a.c","content":""},{"name":"a.c","content":""}]"#), .invalid),
            (
                files("[" + Array(repeating: #"{"name":"a.c","content":""}"#, count: 33).joined(separator: ",") + "]"),
                .invalid
            ),
            (files(#"[{"name":"a.c","content":"\#(String(repeating: "x", count: 102_401))"}]"#), .invalid),
            (
                files(#"[{"name":"a.c","content":""}]"#, more: #","language":"\#(String(repeating: "x", count: 65))""#),
                .invalid
            ),
            (files(#"[{"name":"a.c","content":""}]"#, more: #","contest":"x""#), .notFound),
            (files(#"[{"name":"a.c","content":""}]"#, problem: Neighbours.hidden), .notFound),
        ] as [(String, DomainError.Code)])
    func garbage(body: String, code: DomainError.Code) async throws {
        try await Court.with(Self.quiet) { court in
            let end = try await court.log.end()
            try await expectRefusal(code) { try await court.ask(.post, "submissions", body: body) }
            #expect(try await court.log.end() == end)
        }
    }

    private static func files(
        _ files: String, problem: EntityID = Neighbours.problem, more: String = ""
    ) -> String { #"{"problem":"\#(problem)","files":\#(files)\#(more)}"# }

    @Test("Bytes that are no text come back as they were")
    func bytes() async throws {
        try await Court.with(Self.quiet) { court in
            let body = Self.files(#"[{"name":"a","base64":"/wD+"}]"#)
            let answer = try await court.ask(.post, "submissions", body: body)
            let files = try await court.ask(
                .get, "submissions/{id}/files", parameters: ["id": answer["id"] ?? ""]
            ).list("files")
            #expect(files.first?["base64"] as? String == "/wD+" && files.first?["content"] == nil)
        }
    }

    @Test("Before the coordinator has come up nothing is taken that would not be judged")
    func early() async throws {
        var options = Self.quiet
        options.isConnected = false
        try await Court.with(options) { court in
            var handed = HandedIn(problem: Neighbours.problem)
            handed.files = [.init(name: "a.c", bytes: [])]
            let error = try await expectRefusal(.unavailable) {
                try await court.desk.submit(handed, as: .random(), by: .alice)
            }
            #expect(error?.retryAfter != nil)
        }
    }
}
