import Testing

@testable import Credentials

@Suite("Passwords' hashes") struct PasswordHasherTests {
    /// Of the reference program's own test (phc-winner-argon2, test.c), by a hash that has these parts.
    @Test(
        "are those of the reference program",
        arguments: [
            ("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", "password"),
            ("$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc", "password"),
            ("$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg", "password"),
            (
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94",
                "differentpassword"
            ),
            ("$argon2id$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw", "password"),
        ])
    func knownHashes(_ stored: String, _ password: String) async throws {
        let hasher = PasswordHasher(cost: PasswordCost(memory: 256, passes: 1, lanes: 1))
        #expect(try await hasher.check(password, against: stored) == .right)
        #expect(try await hasher.check(password + "x", against: stored) == .wrong)
        #expect(try await hasher.check("", against: stored) == .wrong)
    }

    @Test("have a salt of their own, and are of the cost that is wanted")
    func made() async throws {
        let hasher = PasswordHasher()
        let (first, second) = (try await hasher.hash("correct horse"), try await hasher.hash("correct horse"))
        #expect(first != second)
        #expect(PasswordCost(ofStored: first) == .usual)
        #expect(first.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try await hasher.check("correct horse", against: first) == .right)
        #expect(try await hasher.check("correct Horse", against: first) == .wrong)
    }

    @Test("may be of anything that can be typed, and all of it counts")
    func anyText() async throws {
        let hasher = PasswordHasher(cost: PasswordCost(memory: 64, passes: 1, lanes: 1))
        let long = String(repeating: "long ", count: 50)
        for password in ["", "a\0b", "🐎🔋📎", "pässwörd", long] {
            let stored = try await hasher.hash(password)
            #expect(try await hasher.check(password, against: stored) == .right)
            #expect(try await hasher.check(password + "!", against: stored) == .wrong)
            #expect(try await hasher.check(String(password.dropLast()) + "?", against: stored) == .wrong)
        }
        #expect(try await hasher.check("a", against: try await hasher.hash("a\0b")) == .wrong)
    }

    @Test("that were made with less work are told")
    func weak() async throws {
        let weak = PasswordCost(memory: 64, passes: 2, lanes: 1)
        let stored = try await PasswordHasher(cost: weak).hash("correct horse")
        for (cost, answer) in [
            (PasswordCost(memory: 128, passes: 2, lanes: 1), PasswordHasher.Answer.rightButWeaklyStored),
            (PasswordCost(memory: 64, passes: 3, lanes: 1), .rightButWeaklyStored),
            (PasswordCost(memory: 64, passes: 2, lanes: 1), .right),
            (PasswordCost(memory: 32, passes: 1, lanes: 1), .right),
        ] {
            #expect(try await PasswordHasher(cost: cost).check("correct horse", against: stored) == answer)
            #expect(try await PasswordHasher(cost: cost).check("wrong", against: stored) == .wrong)
        }
    }

    @Test("of nobody are computed like those of somebody, and nothing is right")
    func nobodys() async throws {
        let cost = PasswordCost(memory: 64, passes: 2, lanes: 1)
        let stored = Argon2id.nobodys(cost: cost)
        #expect(stored != Argon2id.nobodys(cost: cost))
        let made = try await PasswordHasher(cost: cost).hash("x")
        #expect(PasswordCost(ofStored: stored) == cost && stored.count == made.count)
        #expect(try Argon2id.isHash(stored, of: []) == false, "libargon2 reads it as it reads others")
        #expect(try await PasswordHasher(cost: cost).check("", against: nil) == .wrong)
    }

    @Test(
        "that are none, or would take too much work, are refused before any work",
        arguments: [
            "", "$", "$argon2id$", "password", "$2b$12$abcdefghijklmnopqrstuv",
            "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=4294967296,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=4000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=4000$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=0,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=-1,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=1,x=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=1$!!!$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4$",
        ])
    func damaged(_ stored: String) async {
        await #expect(throws: PasswordHasher.Failure.self) {
            try await PasswordHasher().check("password", against: stored)
        }
    }

    @Test("are computed a few at once; when too many wait, the next is refused")
    func bounded() async throws {
        let hasher = PasswordHasher(cost: PasswordCost(memory: 4096, passes: 2, lanes: 1), atOnce: 1, waiting: 2)
        let results = await withTaskGroup(of: Result<String, any Error>.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do { return .success(try await hasher.hash("correct horse")) } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var (made, refused) = (0, 0)
        for result in results {
            switch result {
            case .success: made += 1
            case .failure(let error as PasswordHasher.Failure):
                refused += 1
                #expect("\(error)".contains("2 others wait"))
            case .failure(let error): Issue.record(error)
            }
        }
        #expect(made >= 3 && made + refused == 12)
        #expect(try await hasher.check("x", against: nil) == .wrong, "afterwards there is room again")
    }
}
