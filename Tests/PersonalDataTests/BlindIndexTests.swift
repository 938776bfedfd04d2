import EmbeddedStorage
import PersonalData
import Storage
import Testing

@Suite("Accounts are found by an address that nobody keeps")
struct BlindIndexTests {
    @Test(
        "Addresses that are taken for the same are the same",
        arguments: [
            ("Alice@Example.COM", " alice@example.com\n", true), ("alice@example.com", "bob@example.com", false),
            ("ＡＬＩＣＥ@example.com", "alice@example.com", true),
            ("jos\u{E9}@example.com", "jose\u{301}@example.com", true),
            ("JOSÉ@example.com", "josé@example.com", true), ("a.b@example.com", "ab@example.com", false),
            ("a+b@example.com", "a@example.com", false), ("\"a@b\"@example.com", "a@b@example.com", false),
        ])
    func normalized(_ left: String, _ right: String, areSame: Bool) throws {
        let (left, right) = (try #require(EmailAddress(left)), try #require(EmailAddress(right)))
        #expect((left.normalized == right.normalized) == areSame)
    }

    @Test(
        "What is no address is none",
        arguments: [
            "", " ", "alice", "@", "alice@", "@example.com", "a b@example.com", "a\u{0}@example.com", "a\n@example.com",
            "a\u{200B}@example.com", "a\u{202E}@example.com", String(repeating: "a", count: 255) + "@b",
            String(repeating: "\u{FDFA}", count: 80) + "@b",
        ])
    func noAddress(_ text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test("The index of an address is the same for all of a site, and another for each purpose and each site")
    func indexes() async throws {
        let (folder, other) = (try PeopleFolder(), try PeopleFolder())
        let address = try #require(EmailAddress("alice@example.com"))
        var keys = try await folder.openKeys()
        let index = try await BlindIndexes(keys).index(of: address, for: "accounts.email")
        await keys.close()
        keys = try await folder.openKeys()
        let indexes = try await BlindIndexes(keys)
        #expect(indexes.index(of: address, for: "accounts.email") == index)
        #expect(indexes.index(of: address, for: "mail.bounced") != index)
        #expect(BlindIndex(bytes: index.bytes) == index && BlindIndex(bytes: [1]) == nil)
        let otherKeys = try await other.openKeys()
        #expect(try await BlindIndexes(otherKeys).index(of: address, for: "accounts.email") != index)
        await keys.close()
        await otherKeys.close()
    }

    @Test("Of two one has an address, until it is given back or the person is erased")
    func table() async throws {
        try await PersonVault.withNew { _, keys in
            let indexes = try await BlindIndexes(keys)
            let made = try ["a@x", "b@x"].map {
                indexes.index(of: try #require(EmailAddress($0)), for: "accounts.email")
            }
            let (first, second) = (PersonID(), PersonID())
            var table = BlindTable()
            var taken = [table.take(made[0], for: first), table.take(made[1], for: first)]
            taken += [table.take(made[0], for: second), table.take(made[0], for: first)]
            #expect(taken == [true, true, false, true])
            table.release(made[0], of: second)
            #expect(table.person(with: made[0]) == first)
            table.release(made[0], of: first)
            let isTaken = table.take(made[0], for: second)
            #expect(isTaken)
            table.forget(first)
            #expect(table.person(with: made[1]) == nil && table.person(with: made[0]) == second)
        }
    }
}
