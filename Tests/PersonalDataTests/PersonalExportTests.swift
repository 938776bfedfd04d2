import JSONText
import PersonalData
import Storage
import Testing
import Units

@Suite("A person gets all that is kept of them")
struct PersonalExportTests {
    private struct Interrupted: Error {}

    private static let newYear = Timestamp(nanoseconds: 1_767_225_600_000_000_000)

    private struct Part: PersonalRecords {
        let section: String
        let kept: [PersonalRecord]
        var fails = false

        func records(of person: PersonID) -> AsyncThrowingStream<PersonalRecord, any Error> {
            AsyncThrowingStream { stream in
                for record in kept { stream.yield(record) }
                stream.finish(throwing: fails ? Interrupted() : nil)
            }
        }
    }

    private func document(_ parts: [Part], of person: PersonID) async throws -> String {
        var text = ""
        try await PersonalExport.write(of: person, from: parts, at: Self.newYear) { text += $0 }
        return text
    }

    @Test("The document is JSON, whatever the values are")
    func json() async throws {
        let nasty = "\"\\\u{0}\u{1F}</script>\u{2028}𝄞"
        let session = PersonalRecord(
            "session", time: Self.newYear,
            [
                "address": .text(nasty), "tries": .number(.min), "is open": .flag(true),
                "seen": .time(Timestamp(nanoseconds: 0)),
                "list": .list([.text("a"), .nothing]),
            ])
        let parts = [
            Part(section: "acc\"ounts", kept: [session, PersonalRecord("empty", time: nil, [:])]),
            Part(section: "nothing", kept: []),
        ]
        let person = PersonID()
        let tree = try JSONTree(parsing: Array(try await document(parts, of: person).utf8))
        #expect(tree["person"]?.string == person.description)
        #expect(tree["written"]?.string == "2026-01-01T00:00:00.000Z")
        let sections = try #require(tree["sections"]?.array)
        #expect(sections.map { $0["name"]?.string } == ["acc\"ounts", "nothing"])
        #expect(sections.map { $0["records"]?.array?.count } == [2, 0])
        let first = try #require(sections[0]["records"]?.array?.first)
        #expect(first["time"]?.string == "2026-01-01T00:00:00.000Z")
        let values = try #require(first["values"])
        #expect(values.members?.map(\.key) == ["address", "tries", "is open", "seen", "list"])
        #expect(values["address"]?.string == nasty)
        #expect(values["tries"]?.integer == .min && values["is open"]?.bool == true)
        #expect(values["seen"]?.string == "1970-01-01T00:00:00.000Z")
        #expect(values["list"]?.array == [.string("a"), .null])
        let empty = try JSONTree(parsing: Array(try await document([], of: person).utf8))
        #expect(empty["sections"]?.array == [])
    }

    @Test("A part that fails ends it, and what was written is no document")
    func failing() async throws {
        var text = ""
        let parts = [Part(section: "a", kept: [PersonalRecord("x", time: nil, [:])], fails: true)]
        await #expect(throws: Interrupted.self) {
            try await PersonalExport.write(of: PersonID(), from: parts, at: Self.newYear) { text += $0 }
        }
        #expect(throws: JSONError.self) { _ = try JSONTree(parsing: Array(text.utf8)) }
    }

    @Test("What is there at once is a part as well, and what goes wrong with it makes no document")
    func listed() async throws {
        let person = PersonID()
        let known = ListedRecords("roles") { asked in
            asked == person ? [PersonalRecord("role", time: nil, ["name": .text("setter")])] : []
        }
        let broken = ListedRecords("broken") { _ in throw Interrupted() }
        for (one, count) in [(person, 1), (PersonID(), 0)] {
            var text = ""
            try await PersonalExport.write(of: one, from: [known], at: Self.newYear) { text += $0 }
            let sections = try JSONTree(parsing: Array(text.utf8))["sections"]?.array
            #expect(sections?.first?["name"]?.string == "roles")
            #expect(sections?.first?["records"]?.array?.count == count)
        }
        await #expect(throws: Interrupted.self) {
            try await PersonalExport.write(of: person, from: [known, broken], at: Self.newYear) { _ in }
        }
    }
}
