import Audit
import Events
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Transparency

@Suite("Checkpoints are signed into the log", .timeLimit(.minutes(2)))
struct AuditSignerTests {
    private static func signer(_ log: any EventLog, _ keys: AuditKeys) async throws -> AuditSigner {
        AuditSigner(log: log, tree: try await Commands.tree(of: log), keys: keys, logger: Commands.logger)
    }

    private static func sizes(_ log: any EventLog) async throws -> [UInt64] {
        let found = Mutex<[UInt64]>([])
        try await AuditReader(log: log).checkpoints(after: .start) { signed, _ in
            found.withLock { $0 += signed.compactMap { $0.unverified?.size } }
        }
        return found.withLock(\.self)
    }

    @Test("Nothing is signed without commands, and nothing twice")
    func once() async throws {
        let folder = try AuditFolder()
        try await folder.with { log in
            let nothing = try await Self.signer(log, folder.auditKeys).sign()
            #expect(nothing == nil)
            try await Commands.append(0..<5, to: log)
            let first = try await Self.signer(log, folder.auditKeys).sign()
            let again = try await Self.signer(log, folder.auditKeys).sign()
            #expect(first != nil && first == again)
            try await Commands.append(5..<6, to: log)
            try await Self.signer(log, folder.auditKeys).sign()
            #expect(try await Self.sizes(log) == [5, 6])
        }
    }

    @Test("Of coordinators that sign at once one succeeds, and the sizes only grow")
    func several() async throws {
        let folder = try AuditFolder()
        try await folder.with { log in
            for round in 0..<10 {
                try await Commands.append(round * 3..<round * 3 + 3, to: log)
                try await withThrowingTaskGroup(of: SignedCheckpoint?.self) { group in
                    for _ in 0..<4 {
                        let signer = try await Self.signer(log, folder.auditKeys)
                        group.addTask { try await signer.sign() }
                    }
                    var found: [SignedCheckpoint?] = []
                    for try await signed in group { found.append(signed) }
                    #expect(Set(found.map { $0?.position }).count == 1, "all know the same one")
                }
            }
            #expect(try await Self.sizes(log) == (1...10).map { $0 * 3 })
        }
    }

    @Test("It signs after so many commands, or when the first unsigned one has waited for the interval")
    func onItsOwn() async throws {
        let folder = try AuditFolder()
        try await folder.with { log in
            let tree = AuditTree(log: log)
            let host = ProjectionHost(log: log, projections: [tree], logger: Commands.logger)
            let clock = ManualClock()
            var options = AuditSigner.Options()
            (options.leaves, options.interval) = (10, .seconds(60))
            let signer = AuditSigner(
                log: log, tree: tree, keys: folder.auditKeys, options: options,
                sleep: { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) },
                logger: Commands.logger)
            let running = Task { try await host.run() }
            let signing = Task { try await signer.run() }
            try await Commands.append(0..<10, to: log)
            try await Self.wait(for: 10, in: log)
            try await Commands.append(10..<13, to: log)
            while !clock.deadlines.contains(where: { $0 > clock.now }) { await Task.yield() }
            #expect(try await Self.sizes(log).last == 10, "three commands wait")
            try await host.catchesUp()
            clock.advance(by: .seconds(60))
            try await Self.wait(for: 13, in: log)
            #expect(signer.problem == nil)
            running.cancel()
            signing.cancel()
            _ = (await running.result, await signing.result)
        }
    }

    /// Returns when a checkpoint of that size is in the log.
    private static func wait(for size: UInt64, in log: any EventLog) async throws {
        for try await entry in log.follow(after: .start) where entry.stream.text == SignedCheckpoint.streamName {
            let signed = try entry.events.map { try $0.unpacked(AuditCheckpointSigned.self).size }
            if signed.contains(size) { return }
        }
    }

    @Test("It signs nothing behind a checkpoint by other keys, or behind one that the log does not have any more")
    func refusals() async throws {
        let (folder, other) = (try AuditFolder(), try AuditFolder())
        try await folder.with { log in
            try await Commands.append(0..<5, to: log)
            try await Self.signer(log, folder.auditKeys).sign()
            try await Commands.append(5..<8, to: log)
            let foreign = try await Self.signer(log, other.auditKeys)
            let refusal = await #expect(throws: AuditSigner.Refusal.self) { try await foreign.sign() }
            #expect(refusal?.description.contains("audit.key") == true && foreign.problem == refusal?.description)
        }
        let note = try await folder.with { log in try await Self.newest(log) }
        try await folder.with("rewritten") { log in
            try await Commands.append(1..<7, to: log)
            let event = try Event(AuditCheckpointSigned.with { $0.note = note })
            _ = try await log.append([event], to: try StreamName(SignedCheckpoint.streamName), expecting: .anything)
            let signer = try await Self.signer(log, folder.auditKeys)
            let refusal = await #expect(throws: AuditSigner.Refusal.self) { try await signer.sign() }
            #expect(refusal?.description.contains("verify") == true)
        }
        try await folder.with("shrunk") { log in
            try await Commands.append(0..<4, to: log)
            let event = try Event(AuditCheckpointSigned.with { $0.note = note })
            _ = try await log.append([event], to: try StreamName(SignedCheckpoint.streamName), expecting: .anything)
            let signer = try await Self.signer(log, folder.auditKeys)
            await #expect(throws: AuditSigner.Refusal.self) { try await signer.sign() }
        }
    }

    private static func newest(_ log: any EventLog) async throws -> String {
        try #require(try await Commands.tree(of: log).newest).note
    }

    @Test("A key of the same name takes over from an older one")
    func rotation() async throws {
        let folder = try AuditFolder()
        let old = folder.auditKeys
        let new = try AuditKeys(parsing: AuditKeys.newText(origin: old.origin))
        let both = try AuditKeys(parsing: (new.signers + old.signers).map { $0.secretText + "\n" }.joined())
        #expect(new.origin == old.origin && new.verifiers != old.verifiers)
        try await folder.with { log in
            for (number, keys) in [old, both, new].enumerated() {
                try await Commands.append(number * 3..<number * 3 + 3, to: log)
                try await Self.signer(log, keys).sign()
            }
            let keys = new.verifiers + old.verifiers
            let report = try await AuditTrail.verify(StoredAudit(log, keys: keys), keys: keys, remembered: nil)
            #expect(report.findings == [] && report.newest?.size == 9)
        }
    }

    @Test("All keys of the file sign, and the first one names the log")
    func severalKeys() async throws {
        let (folder, other) = (try AuditFolder(), try AuditFolder())
        let text = (folder.auditKeys.signers + other.auditKeys.signers).map { $0.secretText + "\n" }.joined()
        let both = try AuditKeys(parsing: "# new one first\n\n" + text)
        #expect(both.origin == folder.auditKeys.origin)
        try await folder.with { log in
            try await Commands.append(0..<5, to: log)
            try await Self.signer(log, both).sign()
            let note = try await Self.newest(log)
            for keys in [folder.auditKeys, other.auditKeys] {
                let found = try SignedCheckpoint.checkpoint(in: note, signedBy: keys.verifiers, of: both.origin)
                #expect(found.size == 5)
            }
        }
        for bad in ["", "# nothing\n", "PRIVATE+KEY+a\n", folder.auditKeys.verifiers[0].text] {
            #expect(throws: AuditKeys.Malformed.self) { try AuditKeys(parsing: bad) }
        }
        let malformed = #expect(throws: AuditKeys.Malformed.self) { try AuditKeys(parsing: "PRIVATE+KEY+secret") }
        #expect(malformed?.description.contains("secret") == false, "a secret is not told")
    }
}
