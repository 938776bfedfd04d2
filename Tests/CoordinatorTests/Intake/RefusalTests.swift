import Coordinator
import Foundation
import Storage
import Testing
import Wire

/// What intake refuses, and how it says so.
struct RefusalTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        var what: String
        var code: DomainError.Code
        /// What the message says, among other things.
        var says: String
        var change: @Sendable (inout Verdict_V1_SubmitRequest) -> Void
        var testDescription: String { what }
    }

    private static func sources(_ names: [String], bytes: Int = 1) -> [Verdict_V1_SourceFile] {
        names.map { name in
            var source = Verdict_V1_SourceFile()
            source.name = name
            source.content = Data(repeating: 32, count: bytes)
            return source
        }
    }

    static let refusals: [Refusal] = [
        Refusal(what: "no key", code: .invalid, says: "0 bytes") { $0.idempotencyKey = "" },
        Refusal(what: "a long key", code: .invalid, says: "129 bytes") {
            $0.idempotencyKey = String(repeating: "k", count: 129)
        },
        Refusal(what: "no sources", code: .invalid, says: "0 sources") { $0.sources = [] },
        Refusal(what: "many sources", code: .invalid, says: "257 sources") {
            $0.sources = sources((0...256).map { "\($0).cpp" })
        },
        Refusal(what: "large sources", code: .invalid, says: "1048578 bytes") {
            $0.sources = sources(["a.cpp", "b.cpp"], bytes: (1 << 19) + 1)
        },
        Refusal(what: "long names", code: .invalid, says: "names have") {
            $0.sources = sources((0..<200).map { "\($0)/" + String(repeating: "n/", count: 200) + "a.cpp" })
        },
        Refusal(what: "a path that leaves", code: .invalid, says: "../main.cpp") {
            $0.sources = sources(["../main.cpp"])
        },
        Refusal(what: "an absolute path", code: .invalid, says: "/main.cpp") {
            $0.sources = sources(["/main.cpp"])
        },
        Refusal(what: "an empty name", code: .invalid, says: "not a valid name") { $0.sources = sources([""]) },
        Refusal(what: "a name twice", code: .invalid, says: "two sources") {
            $0.sources = sources(["main.cpp", "main.cpp"])
        },
        Refusal(what: "a file that is a folder", code: .invalid, says: "folder of another") {
            $0.sources = sources(["lib", "lib/main.cpp"])
        },
        Refusal(what: "an id that is none", code: .invalid, says: "32 bytes") { $0.package = Data([1]) },
        Refusal(what: "an unknown package", code: .notFound, says: "no package") {
            $0.package = Data(FixedPackages.id(9).bytes)
        },
        Refusal(what: "an unknown language", code: .invalid, says: "java, javascript") {
            $0.language = "klingon"
        },
        Refusal(what: "names that tell no language", code: .invalid, says: "c-clang, ") {
            $0.sources = sources(["main.xyz"])
        },
        Refusal(what: "a long contest", code: .invalid, says: "129 bytes") {
            $0.contest = String(repeating: "c", count: 129)
        },
        Refusal(what: "a long entry point", code: .invalid, says: "257 bytes") {
            $0.entryPoint = String(repeating: "e", count: 257)
        },
        Refusal(what: "a dialect that nobody can be judged in", code: .invalid, says: "no dialect") {
            $0.dialect = "polygon"
        },
        Refusal(what: "a priority that is none", code: .invalid, says: "priority 17") {
            $0.priority = .UNRECOGNIZED(17)
        },
        Refusal(what: "a priority above the quota", code: .forbidden, says: "may not use the priority") {
            $0.priority = .contest
        },
    ]

    @Test(arguments: refusals) func isRefused(_ refusal: Refusal) async throws {
        try await ClientSide.with { side in
            var request = Verdict_V1_SubmitRequest.valid("key")
            refusal.change(&request)
            let asked = request
            let error = await #expect(throws: DomainError.self) {
                try await side.service.submit(asked, as: .client("course"))
            }
            #expect(error?.code == refusal.code)
            #expect(error?.message.contains(refusal.says) == true, "\(String(describing: error))")
            // Nothing is left of it.
            let entries = try await side.entryCount()
            #expect(entries == 0)
            #expect(side.projections.admission.open == 0)
        }
    }

    @Test func whatIsAtTheBoundsIsTaken() async throws {
        try await ClientSide.with { side in
            var request = Verdict_V1_SubmitRequest.valid(
                String(repeating: "k", count: 128), contest: String(repeating: "c", count: 128))
            request.sources = Self.sources((0..<256).map { "folder/\($0).cpp" }, bytes: 4096)
            request.language = "c++"
            let first = try await side.service.submit(request, as: .client("course"))
            #expect(!first.known)
            var urgent = Verdict_V1_SubmitRequest.valid("urgent")
            urgent.priority = .contest
            #expect(try await !side.service.submit(urgent, as: .operations).known)
        }
    }
}
