import Cryptography
import Storage
import TestSupport

extension PersonKeysConformance {
    @Sendable static func createdAtOnce(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        for _ in 0..<5 {
            let person = PersonID()
            let keys = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<8 { group.addTask { try await people.requireKey(of: person) } }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            try require(keys.count, equals: 1, "different keys of one person")
            try await people.require(.present(keys.first ?? []), of: person)
        }
    }

    @Sendable static func racing(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        for _ in 0..<5 {
            let person = PersonID()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        if number == 3 {
                            try await people.destroy(person)
                        } else {
                            _ = try await people.create(for: person)
                        }
                    }
                }
                while try await group.next() != nil {}
            }
            try await people.require(.destroyed, of: person)
            try await people.requireNoneMade(for: person)
        }
    }

    @Sendable static func listing(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        var expected: [PersonKeyListing] = []
        for number in 0..<23 {
            let person = PersonID()
            if number % 3 != 0 { _ = try await people.requireKey(of: person) }
            if number % 3 != 1 { try await people.destroy(person) }
            expected.append(PersonKeyListing(person, isDestroyed: number % 3 != 1))
        }
        expected.sort { $0.person < $1.person }
        try require(try await people.list(after: nil, limit: 100), equals: expected, "all people")
        try require(try await people.list(after: nil, limit: 0), equals: [], "no people")
        var paged: [PersonKeyListing] = []
        while case let page = try await people.list(after: paged.last?.person, limit: 7), !page.isEmpty {
            try require(page.count <= 7, "a page of \(page.count)")
            paged += page
        }
        try require(paged, equals: expected, "all people by pages")
    }

    @Sendable static func reopening(_ store: any StoreUnderTest) async throws {
        let (gone, stays) = (PersonID(), PersonID())
        var people = try await store.personKeys()
        _ = try await people.requireKey(of: gone)
        let key = try await people.requireKey(of: stays)
        try await people.destroy(gone)
        for _ in 0..<2 {
            try await store.reopen()
            people = try await store.personKeys()
            try await people.require(.destroyed, of: gone)
            try await people.require(.present(key), of: stays)
            try await people.requireNoneMade(for: gone)
        }
    }

    @Sendable static func closing(_ store: any StoreUnderTest) async throws {
        let people = try await store.personKeys()
        try await store.reopen()
        try await require(failure: .closed, from: "reading a key of a closed store") {
            _ = try await people.key(of: PersonID())
        }
        try await require(failure: .closed, from: "making a key in a closed store") {
            _ = try await people.create(for: PersonID())
        }
        try await require(failure: .closed, from: "destroying a key in a closed store") {
            try await people.destroy(PersonID())
        }
        _ = try await store.personKeys()
    }

    @Sendable static func randomOperations(_ store: any StoreUnderTest) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var people = try await store.personKeys()
        let ids = (0..<12).map { _ in PersonID() }
        var model: [PersonID: Standing] = [:]
        for step in 0..<150 {
            let person = ids[random.below(ids.count)]
            switch random.below(20) {
            case 0..<9: try await people.require(model[person] ?? .missing, of: person, line: step)
            case 9..<15:
                let key = try await people.create(for: person)?.bytes
                switch model[person] ?? .missing {
                case .missing: model[person] = key.map { .present($0) } ?? .missing
                case let known: try require(key.map { .present($0) } ?? .destroyed, equals: known, "seed \(seed)")
                }
            case 15..<18:
                try await people.destroy(person)
                model[person] = .destroyed
            case 18:
                let expected = model.keys.sorted().map { PersonKeyListing($0, isDestroyed: model[$0] == .destroyed) }
                try require(try await people.list(after: nil, limit: 99), equals: expected, "seed \(seed)")
            default:
                guard random.chance(1, in: 3) else { continue }
                try await store.reopen()
                people = try await store.personKeys()
            }
        }
    }
}
