import EmbeddedStorage
import PersonalData
import Storage
import TestSupport
import Testing

@Suite("Fields of personal data are sealed for a person and a purpose")
struct SealedFieldTests {
    private static let email: FieldPurpose = "accounts.email"

    private func code(_ body: () async throws -> Void) async -> StorageError.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? StorageError)?.code
        }
    }

    @Test("What was sealed is opened, of any length, until the person is erased")
    func opened() async throws {
        try await PersonVault.withNew { vault, keys in
            let person = PersonID()
            var random = SeededGenerator(seed: 1)
            for length in [0, 1, 31, 32, 33, 300, SealedField.limit] {
                // Values that end like the padding, too.
                for value in [
                    random.bytes(length), [UInt8](repeating: 0, count: length), .init(repeating: 0x80, count: length),
                ] {
                    let field = try #require(try await vault.seal(value, of: person, as: Self.email))
                    let kept = try SealedField(reading: field.bytes)
                    #expect(try await vault.open(kept, of: person, as: Self.email) == .value(value))
                }
            }
            let field = try #require(try await vault.seal([1], of: person, as: Self.email))
            try await keys.destroy(person)
            #expect(try await vault.open(field, of: person, as: Self.email) == .erased)
            #expect(try await vault.seal([1], of: person, as: Self.email) == nil)
            #expect(
                await code {
                    _ = try await vault.seal(
                        [UInt8](repeating: 0, count: SealedField.limit + 1), of: PersonID(), as: "x")
                }
                    == .tooLarge)
        }
    }

    @Test("Equal values do not look equal, and of a length not more is told than its 32 bytes")
    func looks() async throws {
        try await PersonVault.withNew { vault, _ in
            let sealer = try #require(try await vault.sealer(for: PersonID()))
            let fields = try (0..<50).map { _ in try sealer.seal("alice@example.com", as: Self.email) }
            #expect(Set(fields.map { $0.bytes.dropFirst(9) }).count == 50)
            #expect(
                Set(try (0..<32).map { try sealer.seal([UInt8](repeating: 1, count: $0), as: "x").bytes.count }).count
                    == 1)
        }
    }

    @Test("A field of another person or another purpose, and one with any byte changed, is refused")
    func refused() async throws {
        try await PersonVault.withNew { vault, _ in
            let (person, other) = (PersonID(), PersonID())
            let field = try #require(try await vault.seal(Array("alice".utf8), of: person, as: Self.email))
            _ = try #require(try await vault.sealer(for: other))
            #expect(await code { _ = try await vault.open(field, of: other, as: Self.email) } == .wrongKey)
            #expect(await code { _ = try await vault.open(field, of: person, as: "accounts.name") } == .corrupted)
            let opener = try #require(try await vault.opener(for: person))
            for index in field.bytes.indices {
                var bytes = field.bytes
                bytes[index] ^= 1
                let expected: StorageError.Code = index == 0 ? .incompatible : index < 9 ? .wrongKey : .corrupted
                #expect(
                    await code { _ = try opener.open(try SealedField(reading: bytes), as: Self.email) } == expected,
                    "byte \(index)")
            }
            for length in 0..<field.bytes.count {
                #expect(await code { _ = try SealedField(reading: field.bytes.prefix(length)) } == .corrupted)
            }
            #expect(await code { _ = try SealedField(reading: field.bytes + [0]) } == .corrupted)
        }
    }

    @Test("Keys that are lost are no erasure")
    func lost() async throws {
        let (folder, other) = (try PeopleFolder(), try PeopleFolder())
        let (keys, empty) = (try await folder.openKeys(), try await other.openKeys())
        let person = PersonID()
        let field = try #require(try await PersonVault(keys).seal([1], of: person, as: Self.email))
        #expect(await code { _ = try await PersonVault(empty).open(field, of: person, as: Self.email) } == .wrongKey)
        await keys.close()
        await empty.close()
    }

    @Test("An audit's digest is of these very fields, and the same after an erasure")
    func digest() async throws {
        try await PersonVault.withNew { vault, _ in
            let person = PersonID()
            let sealer = try #require(try await vault.sealer(for: person))
            let (one, two) = (try sealer.seal("a", as: "x"), try sealer.seal("a", as: "x"))
            let digest = FieldDigest.hash([("x", one), ("y", two)], of: person)
            #expect(digest == FieldDigest.hash([("x", one), ("y", two)], of: person))
            let others = [
                FieldDigest.hash([("y", two), ("x", one)], of: person), FieldDigest.hash([("x", one)], of: person),
                FieldDigest.hash([("x", two), ("y", one)], of: person), FieldDigest.hash([], of: person),
                FieldDigest.hash([("x", one), ("y", two)], of: PersonID()),
            ]
            #expect(Set(others + [digest]).count == 6)
        }
    }
}
