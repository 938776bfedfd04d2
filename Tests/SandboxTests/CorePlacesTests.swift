import SystemPackage
import Testing

@testable import Sandbox

@Suite(.timeLimit(.minutes(1))) struct CorePlacesTests {
    private static let topology = CoreTopology(allowed: [0, 1, 2], siblings: [:])

    /// A directory of lock files that only this test has.
    private static func withLocks(_ body: (FilePath) async throws -> Void) async throws {
        let directory = FilePath("/tmp/verdict-locks-\(UInt64.random(in: 0...(.max)))")
        _ = Census.output("mkdir \(directory); echo 0")
        defer { _ = Census.output("rm -r \(directory); echo 0") }
        try await body(directory)
    }

    private func places(_ count: Int?, _ directory: FilePath, patience: Duration = .seconds(30)) -> CorePlaces {
        // Locks of their own, as another process has them.
        CorePlaces(
            count, topology: Self.topology, start: 0, locks: CoreLocks(in: directory), patience: patience)
    }

    @Test("Places are lent once, and the last returned first")
    func lending() async throws {
        try await Self.withLocks { directory in
            let places = places(nil, directory)
            var lent: [CorePlaces.Place?] = []
            for _ in 0..<4 { lent.append(await places.take()) }
            #expect(lent.map { $0?.processor } == [0, 1, 2, nil])
            places.give(lent[1])
            places.give(lent[0])
            #expect(await places.take()?.processor == 0)
            #expect(await places.take()?.processor == 1)
        }
    }

    @Test("Two judges of one host divide the processors")
    func judgesDivide() async throws {
        try await Self.withLocks { directory in
            let (one, other) = (places(nil, directory), places(nil, directory))
            let first = await one.take()
            let second = await other.take()
            let third = await one.take()
            #expect([first, second, third].map { $0?.processor } == [0, 1, 2])
            #expect([first, second, third].allSatisfy { $0?.isShared == false })
            // All are taken: who asks now has the next that is given back.
            let waiting = Task { await other.take() }
            one.give(first)
            #expect(await waiting.value == CorePlaces.Place(processor: 0, isShared: false))
        }
    }

    @Test("Who has waited in vain shares a processor and says so, and then nobody waits for a while")
    func sharing() async throws {
        try await Self.withLocks { directory in
            let (one, other) = (places(3, directory), places(3, directory, patience: .milliseconds(20)))
            for _ in 0..<3 { _ = await one.take() }
            #expect(await other.take()?.isShared == true)
            #expect(await other.take()?.isShared == true)
        }
    }

    @Test("A judge that ends lets go of its processors")
    func endings() async throws {
        try await Self.withLocks { directory in
            let other = places(1, directory)
            do {
                let one = places(1, directory)
                #expect(await one.take()?.processor == 0)
            }
            #expect(await other.take() == CorePlaces.Place(processor: 0, isShared: false))
        }
    }

    @Test("Runs of one judge may share a processor, and a lock that cannot be had locks nobody out")
    func leniency() async throws {
        try await Self.withLocks { directory in
            let many = places(6, directory)
            var lent: [CorePlaces.Place?] = []
            for _ in 0..<6 { lent.append(await many.take()) }
            #expect(lent.allSatisfy { $0?.isShared == false })
            _ = Census.output(
                "ln -s /etc/passwd \(directory)/verdict-core-7; mkdir \(directory)/verdict-core-8; echo 0")
            let locks = CoreLocks(in: directory)
            for processor in [7, 8] { #expect(locks.claim(processor)) }
            #expect(CoreLocks(in: "/nowhere").claim(0))
        }
    }
}
