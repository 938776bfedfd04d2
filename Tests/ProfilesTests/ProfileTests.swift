import Coordinator
import EmbeddedStorage
import Foundation
import KernelTestSupport
import PersonalData
import Storage
import Synchronization
import Testing

@testable import Kernel
@testable import Profiles

/// What people say of themselves, to whom.
@Suite("Profiles", .timeLimit(.minutes(1))) struct ProfileTests {
    private static let alice = Actor.alice.person ?? .random()
    private static let all =
        #"{"displayName":"Alice Ω","country":"PL","organization":"Łódź","bio":"two\nlines","public":["displayName","bio"]}"#

    @Test("One sees all that one has said, others what one shows, and the log nothing")
    func privacy() async throws {
        try await Village.with { village in
            #expect(try await village.ask(.get, "profile").keys.sorted() == ["public"])
            try await village.ask(.put, "profile", body: Self.all)
            let own = try await village.ask(.get, "profile")
            #expect(own["country"] as? String == "PL" && own["public"] as? [String] == ["bio", "displayName"])
            for actor in [Actor.bob, .alice, Actor(.anybody)] {
                let shown = try await village.ask(.get, "{id}", by: actor, id: Self.alice)
                #expect(shown.keys.sorted() == ["bio", "displayName", "id"])
            }
            for entry in try await village.log.read(after: .start, limit: 1000) {
                for event in entry.events {
                    #expect(!String(decoding: event.payload, as: UTF8.self).contains("Alice"))
                }
            }
            // What is said takes the place of all that was said before.
            try await village.ask(.put, "profile", body: #"{"displayName":"A"}"#)
            #expect(try await village.ask(.get, "{id}", id: Self.alice).keys.sorted() == ["id"])
        }
    }

    @Test(
        "What nobody could be called, or nobody sees, is refused",
        arguments: [
            "", "[]", "{", #"{"displayName":""}"#, #"{"displayName":"  "}"#, #"{"displayName":"a\nb"}"#,
            #"{"displayName":"a\u0000b"}"#, #"{"displayName":"a\u202eb"}"#, #"{"displayName":"\u200d"}"#,
            #"{"displayName":"\#(String(repeating: "x", count: 65))"}"#, #"{"country":"pl"}"#, #"{"country":"POL"}"#,
            #"{"country":"П"}"#, #"{"organization":"\#(String(repeating: "x", count: 129))"}"#,
            #"{"bio":"\#(String(repeating: "x", count: 2001))"}"#, #"{"public":["password"]}"#,
            #"{"displayName":7}"#,
        ])
    func garbage(body: String) async throws {
        try await Village.with { village in
            let end = try await village.log.end()
            try await expectRefusal(.invalid) { try await village.ask(.put, "profile", body: body) }
            // What the platform says of itself meanwhile is nobody's profile.
            let later = try await village.log.read(after: end, limit: 100)
            #expect(later.allSatisfy { !$0.stream.text.hasPrefix("profiles-") })
        }
    }

    @Test("Who is erased, or never was there, is nobody")
    func erased() async throws {
        try await Village.with { village in
            try await village.ask(.put, "profile", body: Self.all)
            #expect(try await village.ask(.get, "search", query: ["text": "alice"])["people"] as? [Any] != nil)
            try await village.keys.destroy(PersonID(Self.alice))
            try await expectRefusal(.notFound) { try await village.ask(.get, "{id}", id: Self.alice) }
            try await expectRefusal(.notFound) { try await village.ask(.get, "profile") }
            try await expectRefusal(.notFound) { try await village.ask(.put, "profile", body: Self.all) }
            #expect(
                (try await village.ask(.get, "search", query: ["text": "alice"])["people"] as? [Any])?.isEmpty == true)

            village.strangers.ids.withLock { _ = $0.insert(Self.alice) }
            for path in ["{id}", "{id}/stats"] {
                try await expectRefusal(.notFound) { try await village.ask(.get, path, id: Self.alice) }
                try await expectRefusal(.notFound) { try await village.ask(.get, path) }
            }
        }
    }

    @Test("Who asks for all that is kept of them gets the profile, too")
    func records() async throws {
        try await Village.with { village in
            try await village.ask(.put, "profile", body: Self.all)
            var text = ""
            let person = PersonID(Self.alice)
            try await PersonalExport.write(
                of: person, from: [ProfileRecords(village.profiles)], at: village.clock.now
            ) { text += $0 }
            for part in ["profiles", "Alice", "Łódź", "PL"] { #expect(text.contains(part)) }
        }
    }

    @Test("People are found by words of the names that they show, and by no others")
    func search() async throws {
        try await Village.with { village in
            let ids = (0..<5).map { _ in EntityID.random() }
            let names = ["Zoë van Dyke", "Zoe", "Zoltán Kiss", "Bob Zoe", "hidden Zoe"]
            for (index, id) in ids.enumerated() {
                try await village.name(id, names[index], isPublic: index != 4)
            }
            func found(_ text: String, _ limit: String = "50") async throws -> [String] {
                let answer = try await village.ask(
                    .get, "search", by: Actor(.anybody), query: ["text": text, "limit": limit])
                return (answer["people"] as? [[String: Any]])?.compactMap { $0["displayName"] as? String } ?? []
            }
            #expect(try await found("ZOE") == ["Zoe", "Bob Zoe", "Zoë van Dyke"])
            #expect(try await found("zo", "2") == ["Zoe", "Bob Zoe"])
            #expect(try await found("kiss zol") == ["Zoltán Kiss"])
            for nothing in ["", "hidden", "zoe x", "*", "\" OR 1", "oe"] { #expect(try await found(nothing).isEmpty) }
            // Another name, and none.
            try await village.name(ids[1], "Yves")
            try await village.name(ids[3], "Bob Zoe", isPublic: false)
            #expect(try await found("zoe") == ["Zoë van Dyke"])
            #expect(try await found("yv") == ["Yves"])
            try await expectRefusal(.invalid) { try await found(String(repeating: "x", count: 257)) }
            try await expectRefusal(.invalid) { try await found("zoe", "51") }
        }
    }

    @Test("Each row of permissions allows those that it names, and nobody else")
    func permits() async throws {
        let table = PermissionTable(Profiles.permits)
        let actors: [(String, Actor)] = [
            ("nobody", Actor(.anybody)), ("owner", .alice), ("person", .bob), ("program", Actor(.program("p"))),
            ("admin", .admin), ("platform", Actor(.platform("profiles.x"))),
        ]
        let everybody = Set(actors.map(\.0))
        let allowed: [Action: Set<String>] = [
            ChangeProfile.action: ["owner"], Profiles.readOwn: ["owner", "person"], Profiles.read: everybody,
            Profiles.search: everybody,
            Profiles.readSubmissions: ["owner", "person", "admin"],
        ]
        #expect(table.actions == Set(allowed.keys))
        for (action, names) in allowed {
            for (name, actor) in actors {
                let may = table.allows(actor, action, to: Subject(owners: [Self.alice]))
                #expect(may == names.contains(name), "\(action) by \(name)")
            }
        }
        try await Village.with { village in
            #expect(village.module.routes.count == 7)
            for (method, path) in [(Route.Method.get, "profile"), (.put, "profile"), (.get, "{id}/submissions")] {
                try await expectRefusal(.forbidden) {
                    try await village.ask(method, path, by: Actor(.anybody), id: Self.alice, body: Self.all)
                }
            }
            // Another's profile nobody changes, not even an admin.
            for actor in [Actor.bob, .admin] {
                try await expectRefusal(.forbidden) {
                    try await village.services.commands.perform(
                        ChangeProfile(person: Self.alice, sealed: [1], shown: []), by: actor)
                }
            }
            #expect(try await village.ask(.get, "{id}/submissions", id: Self.alice)["submissions"] != nil)
        }
    }
}
