import EmbeddedStorage
import Events
import Foundation
import Provenance
import Storage
import Testing
import Units
import Wire

@testable import Coordinator

/// Taking submissions: durably, once each, whatever is repeated or lost.
struct IntakeTests {
    @Test func theSameRequestAHundredTimesAtOnceIsOneSubmission() async throws {
        try await ClientSide.with { side in
            let answers = try await withThrowingTaskGroup(of: Verdict_V1_SubmitResponse.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await side.service.submit(.valid("one"), as: .client("course")) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.id)).count == 1)
            #expect(answers.filter { !$0.known }.count == 1)
            #expect(try await side.entryCount() == 1)
            #expect(try await side.waitingJobs() == 1)
            try await side.projections.catchesUp()
            #expect(side.projections.admission.open == 1)
            #expect(side.projections.submissions.count == 1)
        }
    }

    @Test func anotherRequestWithTheSameKeyIsRefused() async throws {
        try await ClientSide.with { side in
            let first = try await side.service.submit(.valid("one"), as: .client("course"))
            let error = await #expect(throws: DomainError.self) {
                try await side.service.submit(.valid("one", text: "int main() { return 1; }"), as: .client("course"))
            }
            #expect(error?.code == .alreadyExists)
            #expect(error?.message.contains(first.id) == true)
            // Another tenant's key is another key.
            let other = try await side.service.submit(.valid("one", text: "int main() {}"), as: .client("other"))
            #expect(other.id != first.id && !other.known)
        }
    }

    @Test(arguments: [(["python3", "pypy3"], "pypy3"), (["python3"], "python3"), ([], "pypy3")])
    func whichPythonItIsDependsOnWhatWorkersHave(_ installed: [String], _ expected: String) async throws {
        try await ClientSide.with { side in
            try await side.projections.languages.note(Dictionary(uniqueKeysWithValues: installed.map { ($0, "") }))
            var request = Verdict_V1_SubmitRequest.valid("one", text: "print(1)")
            request.sources[0].name = "one.py"
            let answer = try await side.service.submit(request, as: .client("course"))
            let id = try #require(SubmissionID(answer.id))
            #expect(try await side.submissions.load(id)?.accepted.language == expected)
            request.idempotencyKey = "named"
            request.language = "python3"
            let named = try #require(SubmissionID(try await side.service.submit(request, as: .client("course")).id))
            #expect(try await side.submissions.load(named)?.accepted.language == "python3")
        }
    }

    @Test func everythingThatWasAskedForIsKept() async throws {
        try await ClientSide.with { side in
            var request = Verdict_V1_SubmitRequest.valid("one", contest: "final")
            request.priority = .interactive
            request.allTests = true
            let answer = try await side.service.submit(request, as: .client("course"), traceparent: "00-ab-cd-01")
            let id = try #require(SubmissionID(answer.id))
            let accepted = try #require(try await side.submissions.load(id)).accepted
            #expect(accepted.tenant == "course" && accepted.language == "cpp" && accepted.contest == "final")
            #expect(accepted.priority == .interactive && accepted.allTests && accepted.tests == 4)
            #expect(accepted.sources == request.sources.map { LoggedSourceFile($0) } && accepted.storedSources.isEmpty)
            #expect(accepted.traceparent == "00-ab-cd-01" && accepted.requestHash.count == 32)
            let source = ContentDigest(ofSubmission: request.sources.map { ($0.name, Array($0.content)) })
            #expect(Array(accepted.content.sourceSha256) == source.bytes)
            let package = try await FixedPackages().find(FixedPackages.sum)
            #expect(accepted.content.testsSha256 == package?.testsSha256)
            #expect(accepted.content.checkerSha256 == package?.checkerSha256)
            #expect(accepted.content.toolchain.isEmpty)
        }
    }

    @Test func largeSourcesAreContentsBeforeTheSubmissionIsTaken() async throws {
        try await ClientSide.with { side in
            let text = String(repeating: "// not much\n", count: 30_000)
            let answers = try await withThrowingTaskGroup(of: Verdict_V1_SubmitResponse.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await side.service.submit(.valid("\(number)", text: text), as: .client("course"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for answer in answers {
                let id = try #require(SubmissionID(answer.id))
                let state = try #require(try await side.submissions.load(id))
                let file = try #require(state.accepted.storedSources.first)
                #expect(state.accepted.sources.isEmpty && file.path == "main.cpp")
                let hash = try #require(ContentHash(bytes: file.content.hash))
                #expect(hash == ContentHash(of: Array(text.utf8)))
                #expect(try await side.store.blobs.size(of: hash)?.bytes == Int64(text.utf8.count))
            }
            try await side.projections.catchesUp()
            #expect(side.projections.admission.storedBytes(of: "course") == UInt64(8 * text.utf8.count))
        }
    }

    @Test func aRepeatedRequestAddsTheJobThatWasLost() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let queue = RefusingQueue(store.queue)
        try await ClientSide.with(ClientSide.Options(queue: queue), on: store) { side in
            let error = await #expect(throws: DomainError.self) {
                try await side.service.submit(.valid("one"), as: .client("course"))
            }
            #expect(error?.code == .unavailable)
            #expect(try await side.entryCount() == 1)
            #expect(try await side.waitingJobs() == 0)
            queue.refuse(false)
            let answer = try await side.service.submit(.valid("one"), as: .client("course"))
            #expect(answer.known)
            #expect(try await side.waitingJobs() == 1)
        }
        try await store.close()
    }

    @Test func aJobThatTheQueueDidNotTakeIsAddedLater() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let queue = RefusingQueue(store.queue)
        try await ClientSide.with(ClientSide.Options(queue: queue), on: store) { side in
            for number in 0..<5 {
                _ = try? await side.service.submit(.valid("\(number)"), as: .client("course"))
            }
            #expect(side.jobs.pendingCount == 5)
            let adding = Task { try await side.jobs.run(side.projections, every: .milliseconds(5)) }
            defer { adding.cancel() }
            try await Task.sleep(for: .milliseconds(50))
            #expect(try await side.waitingJobs() == 0)
            queue.refuse(false)
            while try await side.waitingJobs() < 5 { try await Task.sleep(for: .milliseconds(5)) }
        }
        try await store.close()
    }

    @Test func twoCoordinatorsOnOneStoreTakeEachSubmissionOnce() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        try await ClientSide.with(on: store) { first in
            try await ClientSide.with(on: store) { second in
                let answers = try await withThrowingTaskGroup(of: Verdict_V1_SubmitResponse.self) { group in
                    for number in 0..<200 {
                        for side in [first, second] {
                            group.addTask { try await side.service.submit(.valid("\(number)"), as: .client("course")) }
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(Set(answers.map(\.id)).count == 200)
                #expect(answers.filter { !$0.known }.count == 200)
                for side in [first, second] {
                    try await side.projections.catchesUp()
                    #expect(side.projections.submissions.count == 200)
                    #expect(side.projections.admission.open(of: "course") == 200)
                }
                #expect(try await first.waitingJobs() == 200)
            }
        }
        try await store.close()
    }

    @Test func nothingIsTakenBeforeTheLogIsRead() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let side = try ClientSide(store)
        let error = await #expect(throws: DomainError.self) {
            try await side.service.submit(.valid("one"), as: .client("course"))
        }
        #expect(error?.code == .unavailable && error?.retryAfter != nil)
        try await store.close()
    }
}
