import Coordinator
import Cryptography
import EmbeddedStorage
import Events
import Foundation
import Kernel
import PersonalData
import Storage
import Synchronization
import SystemPackage
import Testing

@testable import Accounts

/// People who do not want to be known any more.
@Suite("A person", .timeLimit(.minutes(1))) struct ErasingTests {
    @Test("gets all that is kept of them")
    func export() async throws {
        try await Site.with { site in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            try await site.ask(.post, "tokens", ["name": "laptop", "scopes": ["contests"]], by: alice)
            let text = String(decoding: try await site.ask(.get, "export", by: alice).body, as: UTF8.self)
            for part in ["alice@mail.example", "\"alice\"", "192.0.2.1", "laptop", "contests", "setter site"] {
                #expect(text.contains(part), "\(text)")
            }
            #expect(!text.contains("argon2"))
            await #expect(throws: DomainError.self) { try await site.ask(.get, "export") }
        }
    }

    @Test("is erased with the password only: nobody logs in, or reads who it was, and the address is free")
    func oneself() async throws {
        try await Site.with { site in
            try await site.register()
            let tokens = try await site.logIn()
            let alice = try await site.person(tokens.access)
            let made = try await site.ask(.post, "tokens", ["name": "laptop", "scopes": ["contests"]], by: alice)
            let token: String = try made.value("token")
            await #expect(throws: DomainError.self) {
                try await site.ask(.post, "erase", ["password": "another one"], by: alice)
            }
            try await site.ask(.post, "erase", ["password": "correct horse"], by: alice)

            #expect(try await site.accounts.authenticate(tokens.access) == nil)
            #expect(try await site.accounts.authenticate(token) == nil)
            await #expect(throws: DomainError.self) { try await site.logIn() }
            await #expect(throws: DomainError.self) {
                try await site.ask(.post, "refresh", ["refresh_token": tokens.refresh])
            }
            let id = try #require(alice.person)
            let state = try await site.accounts.account(id)
            #expect(state.isErased && state.sessions.isEmpty)
            #expect(try await site.accounts.seal.text(state.nameSealed, "name", of: id) == nil)
            // The name stays nobody's; the address can be somebody's again.
            let again = ["name": "alice-2", "email": "alice@mail.example", "password": "correct horse"]
            #expect(try await site.ask(.post, "register", again).status == .accepted)
            let code = try await site.inbox.code(behind: "/verify/")
            try await site.ask(.get, "verify/{token}", parameters: ["token": code])
            #expect(try await !site.logIn("alice-2").access.isEmpty)
        }
    }

    /// How far an erasure was when the coordinator was killed.
    enum Stage: CaseIterable { case keyDestroyed, accountErased, complete }

    @Test("who was half erased when the coordinator was killed is erased by its next start", arguments: Stage.allCases)
    func killed(stage: Stage) async throws {
        let (place, clock) = (try Site.Place(), SiteClock())
        let admin = Actor(.program("admin"), grants: [RoleGrant(.admin, in: .site)])
        try await Site.with(place, clock: clock) { site in
            try await site.register()
            try await site.register("bob")
            let alice = try #require(try await site.person(try await site.logIn().access).person)
            // What an erasure does, up to where it was killed.
            try await site.keys.destroy(PersonID(alice))
            if stage == .accountErased {
                try await site.accounts.commands.perform(EraseAccount(account: alice), by: admin)
            }
            if stage == .complete { try await site.accounts.erase(alice, by: admin) }
        }
        try await Site.with(place, clock: clock) { site in
            try await site.host.catchUp(to: try await site.log.end())
            let done = try await site.accounts.reconcileErasures()
            #expect(done.recorded.count == (stage == .keyDestroyed ? 1 : 0) && done.erasedAgain.isEmpty)
            await #expect(throws: DomainError.self) { try await site.logIn() }
            #expect(try await !site.logIn("bob").access.isEmpty)
            // The address is somebody else's now, which it would not be if it had not been given up.
            let again = ["name": "alice-2", "email": "alice@mail.example", "password": "correct horse"]
            #expect(try await site.ask(.post, "register", again).status == .accepted)
            let code = try await site.inbox.code(behind: "/verify/")
            try await site.ask(.get, "verify/{token}", parameters: ["token": code])
            // Once more does nothing, and takes nothing from who has the address now.
            let given = try await site.events().count { $0.type == AddressReleased.persistedType }
            try await site.host.catchUp(to: try await site.log.end())
            let idle = try await site.accounts.reconcileErasures()
            #expect(idle.recorded.isEmpty && idle.erasedAgain.isEmpty)
            #expect(try await site.events().count { $0.type == AddressReleased.persistedType } == given)
            #expect(try await !site.logIn("alice-2").access.isEmpty)
        }
    }

    @Test("whose key was put back from a backup is erased again by the next start")
    func restored() async throws {
        let (place, clock) = (try Site.Place(), SiteClock())
        let (keys, copy) = (place.path.appending("keys").string, place.path.appending("copy"))
        let erased = try await erase(in: place, clock, backup: copy)
        try FileManager.default.removeItem(atPath: keys)
        try FileManager.default.moveItem(atPath: copy.string, toPath: keys)
        try await Site.with(place, clock: clock) { site in
            let state = try await site.accounts.account(erased)
            #expect(try await site.accounts.seal.text(state.nameSealed, "name", of: erased) == "alice")
            try await site.host.catchUp(to: try await site.log.end())
            #expect(try await site.accounts.reconcileErasures().erasedAgain == [PersonID(erased)])
            #expect(try await site.accounts.seal.text(state.nameSealed, "name", of: erased) == nil)
            #expect(try await site.accounts.reconcileErasures().erasedAgain.isEmpty)
        }
    }

    /// Erases alice after the keys were copied.
    private func erase(in place: Site.Place, _ clock: SiteClock, backup: FilePath) async throws -> EntityID {
        let erased = Mutex(EntityID.random())
        try await Site.with(place, clock: clock) { site in
            try await site.register()
            let alice = try #require(try await site.person(try await site.logIn().access).person)
            try await site.keys.backup(to: backup)
            try await site.accounts.erase(alice, by: Actor(.person(alice)))
            erased.withLock { $0 = alice }
        }
        return erased.withLock { $0 }
    }

    @Test("is erased by an admin, again and again without harm, and by nobody else")
    func byAdmin() async throws {
        let admin = Actor(.program("admin"), grants: [RoleGrant(.admin, in: .site)])
        try await Site.with { site in
            try await site.register()
            try await site.register("bob")
            let alice = try await site.person(try await site.logIn().access)
            let bob = try await site.person(try await site.logIn("bob").access)
            let name = try #require(alice.person)
            let id = "\(name)"
            let judge = Actor(bob.identity, grants: [RoleGrant(.admin, in: Scope("contest", "c1"))])
            for actor in [bob, alice, judge, Site.somebody()] {
                await #expect(throws: DomainError.self) {
                    try await site.ask(.delete, "accounts/{id}", by: actor, parameters: ["id": id])
                }
            }
            #expect(try await site.logIn().access.isEmpty == false)
            // As after a kill between the two steps: the key has gone, and the log does not say so.
            try await site.keys.destroy(PersonID(name))
            for _ in 0..<2 { try await site.ask(.delete, "accounts/{id}", by: admin, parameters: ["id": id]) }
            await #expect(throws: DomainError.self) { try await site.logIn() }
            await #expect(throws: DomainError.self) {
                try await site.ask(.delete, "accounts/{id}", by: admin, parameters: ["id": "\(EntityID.random())"])
            }
        }
    }

    @Test("leaves codes of the name and the address, which nobody can guess from the log without a secret")
    func codes() async throws {
        try await Site.with { site in
            try await site.register()
            let alice = try #require(try await site.person(try await site.logIn().access).person)
            try await site.accounts.erase(alice, by: Actor(.person(alice)))
            let entries = try await site.log.read(after: .start, limit: 10_000)
            let streams = Set(entries.map(\.stream.text))
            // Whoever has the secret can test a guess, ...
            let (name, address) = ("alice", "alice@mail.example")
            let known = AccountSecrets(SymmetricKey([UInt8](repeating: 7, count: 32)))
            #expect(streams.contains("accounts-name-\(known.id(of: "name", name))"))
            #expect(streams.contains("accounts-address-\(known.id(of: "address", address))"))
            // ... and nobody else: no code of the log is one without a key, or with another one.
            let other = AccountSecrets(.init())
            for (kind, text) in [("name", name), ("address", address)] {
                let hashes = [text, "\(kind)\0\(text)"].map { SHA256.hash($0.utf8) }
                let plain = hashes.map { hash in
                    EntityID(number: hash.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
                }
                for id in plain + [other.id(of: kind, text)] {
                    #expect(!streams.contains { $0.hasSuffix("\(id)") }, "\(kind)")
                }
            }
            // The secret is not where the store is, and not in what stands in it.
            let secret = [UInt8](repeating: 7, count: 32)
            for event in entries.flatMap(\.events) {
                #expect(!event.payload.contains(secret), "\(event.type)")
                #expect(!String(decoding: event.payload, as: UTF8.self).contains(address), "\(event.type)")
            }
        }
    }
}
