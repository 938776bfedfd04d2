import Audit
import Events
import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing
import Transparency

/// An operator who has all keys of the store writes another log in its place.
struct Attack: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What is found by who remembers each command.
    var named: String
    /// What is found by who remembers only the checkpoint.
    var found: String
    /// What becomes of the log.
    var change: @Sendable ([LogEntry]) throws -> [LogEntry]
    /// Whether the checkpoints are signed anew, with the same key.
    var isSignedAnew = false

    private static func leaf(_ number: Int, in log: [LogEntry]) throws -> Int {
        try #require(log.firstIndex { AuditLeaf($0)?.record == (try? Commands.leaves(number..<number + 1)[0].record) })
    }

    /// Changes a byte of one event of command 7.
    private static func flip(_ event: Int, _ log: [LogEntry]) throws -> [LogEntry] {
        var log = log
        let place = try leaf(7, in: log)
        log[place].events[event].payload[3] ^= 1
        return log
    }

    private static func remove(_ numbers: [Int], _ log: [LogEntry]) throws -> [LogEntry] {
        let places = try numbers.map { try leaf($0, in: log) }
        return log.enumerated().filter { !places.contains($0.offset) }.map(\.element)
    }

    private static func withoutCheckpoints(_ log: [LogEntry]) -> [LogEntry] {
        log.filter { $0.stream.text != SignedCheckpoint.streamName }
    }

    private static let somethingBefore20 =
        "the first 20 commands are not those that were signed: one of those from number 10 on"

    static let all: [Attack] = [
        Attack(
            "a byte of another event of the entry", "changed: command 7", "the first 10 commands are not",
            { try flip(0, $0) }),
        Attack(
            "a byte of the record itself", "changed: command 7", "the first 10 commands are not", { try flip(2, $0) }),
        Attack(
            "a command is taken out", "missing: command 12", somethingBefore20,
            { try remove([12], $0) }),
        Attack(
            "three commands are taken out", "missing: commands 3, 4, 12", "the first 10 commands are not",
            { try remove([3, 4, 12], $0) }),
        Attack(
            "two commands change places", "reordered: from command 13", somethingBefore20,
            { log in
                var log = log
                log.swapAt(try leaf(13, in: log), try leaf(17, in: log))
                return log
            }),
        Attack(
            "the end is cut off", "shrunk: 30 commands were signed, and the log has 15", "shrunk: 30 commands",
            { log in Array(log[...(try leaf(14, in: log))]) }),
        Attack(
            "a command is put between", "inserted between older ones: command 11", somethingBefore20,
            { log in
                var log = log
                var inserted = log[try leaf(11, in: log)]
                inserted.events = try Commands.events(4711)
                log.insert(inserted, at: try leaf(11, in: log))
                return log
            }),
        Attack(
            "a command is moved to another stream", "changed: command 7", "the first 10 commands are not",
            { log in
                var log = log
                log[try leaf(7, in: log)].stream = try StreamName("contest-9")
                return log
            }),
        Attack(
            "a change is signed anew with the same key", "forked: what was signed for 30",
            "forked: what was signed for 30",
            { log in withoutCheckpoints(try flip(0, log)) }, isSignedAnew: true),
        Attack(
            "checkpoints are taken out with what they were of", "missing: commands 25, 26, 27, 28, 29", "shrunk: 30",
            { log in withoutCheckpoints(try remove(Array(25..<30), log)) }),
    ]

    init(
        _ name: String, _ named: String, _ found: String,
        _ change: @escaping @Sendable ([LogEntry]) throws -> [LogEntry], isSignedAnew: Bool = false
    ) {
        (testDescription, self.named, self.found) = (name, named, found)
        (self.change, self.isSignedAnew) = (change, isSignedAnew)
    }
}

@Suite("Whoever changes the log is found by whoever kept a checkpoint", .timeLimit(.minutes(2)))
struct AttackTests {
    /// A log of 33 commands with checkpoints of 10, 20 and 30.
    static func fill(_ log: any EventLog, _ keys: AuditKeys) async throws {
        for end in [10, 20, 30] {
            try await Commands.append(end - 10..<end, to: log)
            try await Commands.sign(log, keys)
        }
        try await Commands.append(30..<33, to: log)
    }

    private static func verify(
        _ log: any EventLog, _ keys: AuditKeys, _ remembered: RememberedCheckpoint?
    ) async throws -> AuditReport {
        try await AuditTrail.verify(
            StoredAudit(log, keys: keys.verifiers), keys: keys.verifiers, remembered: remembered)
    }

    @Test("An honest log fits, now and when it has grown, and what is remembered is read back as it was written")
    func honest() async throws {
        let folder = try AuditFolder()
        try await folder.with { log in
            let empty = try await Self.verify(log, folder.auditKeys, nil)
            #expect(empty.findings == [] && empty.remembered == nil && empty.commands == 0)
            try await Self.fill(log, folder.auditKeys)
            let first = try await Self.verify(log, folder.auditKeys, nil)
            #expect(first.findings == [] && first.commands == 33 && first.checkpoints == 3 && first.newest?.size == 30)
            let remembered = try #require(first.remembered)
            #expect(remembered.marks.count == 30)
            #expect(try RememberedCheckpoint(parsing: remembered.text) == remembered)
            let again = try await Self.verify(log, folder.auditKeys, remembered)
            #expect(again.findings == [] && again.remembered == remembered)
            try await Commands.append(33..<40, to: log)
            try await Commands.sign(log, folder.auditKeys)
            let later = try await Self.verify(log, folder.auditKeys, remembered)
            #expect(later.findings == [] && later.newest?.size == 40)
        }
    }

    @Test("An attack is named", arguments: Attack.all)
    func attack(_ attack: Attack) async throws {
        let folder = try AuditFolder()
        let (entries, remembered) = try await folder.with { log in
            try await Self.fill(log, folder.auditKeys)
            return (
                try await log.read(after: .start, limit: 1000),
                try #require(try await Self.verify(log, folder.auditKeys, nil).remembered)
            )
        }
        try await folder.with("attacked") { log in
            for entry in try attack.change(entries) {
                _ = try await log.append(entry.events, to: entry.stream, expecting: .anything)
            }
            if attack.isSignedAnew { try await Commands.sign(log, folder.auditKeys) }
            let named = try await Self.verify(log, folder.auditKeys, remembered)
            #expect(named.findings.contains { "\($0)".hasPrefix(attack.named) }, "\(named.findings)")
            #expect(named.remembered == nil && named.newest == nil, "nothing of it is remembered")
            var bare = remembered
            bare.marks = []
            let found = try await Self.verify(log, folder.auditKeys, bare)
            #expect(found.findings.contains { "\($0)".hasPrefix(attack.found) }, "\(found.findings)")
        }
    }

    @Test("Who remembers nothing finds what contradicts the log's own checkpoints", arguments: Attack.all.prefix(7))
    func firstUse(_ attack: Attack) async throws {
        let folder = try AuditFolder()
        let entries = try await folder.with { log in
            try await Self.fill(log, folder.auditKeys)
            return try await log.read(after: .start, limit: 1000)
        }
        try await folder.with("attacked") { log in
            for entry in try attack.change(entries) {
                _ = try await log.append(entry.events, to: entry.stream, expecting: .anything)
            }
            let report = try await Self.verify(log, folder.auditKeys, nil)
            // A log that is cut off with its checkpoints is a log that is younger.
            #expect(report.findings.isEmpty == attack.named.hasPrefix("shrunk"), "\(report.findings)")
        }
    }

    @Test("A checkpoint by another key, of another log, or forged is told from a good one")
    func keys() async throws {
        let (folder, other) = (try AuditFolder(), try AuditFolder())
        let (first, second) = try await folder.with { log in
            try await Self.fill(log, other.auditKeys)
            let foreign = try await Self.verify(log, folder.auditKeys, nil)
            #expect(foreign.findings == [10, 20, 30].map { .otherKey(size: $0) } && foreign.remembered == nil)
            return (foreign, try #require(try await Self.verify(log, other.auditKeys, nil).remembered))
        }
        #expect(first.newest == nil)
        try await other.with { log in
            try await Self.fill(log, folder.auditKeys)
            // Both keys are believed, and still it is another log.
            let keys = folder.auditKeys.verifiers + other.auditKeys.verifiers
            let source = StoredAudit(log, keys: keys)
            let report = try await AuditTrail.verify(source, keys: keys, remembered: second)
            let finding = AuditFinding.foreign(found: folder.auditKeys.origin, expected: other.auditKeys.origin)
            #expect(report.findings == Array(repeating: finding, count: 3), "\(report.findings)")
            var forged = second
            forged.note = second.note.replacingOccurrences(of: "\n30\n", with: "\n29\n")
            let caught = try await AuditTrail.verify(source, keys: keys, remembered: forged)
            guard case .unreadable? = caught.findings.first else { return #expect(Bool(false), "\(caught.findings)") }
        }
    }

    @Test("A byte of the store's file that flips is found, at its position")
    func damage() async throws {
        let folder = try AuditFolder()
        let remembered = try await folder.with { log in
            try await Self.fill(log, folder.auditKeys)
            return try #require(try await Self.verify(log, folder.auditKeys, nil).remembered)
        }
        for position in [1, 9, 30] {
            try Self.flip(position, in: folder)
            let report = try await folder.with { log in try await Self.verify(log, folder.auditKeys, remembered) }
            guard case .broken(let reason)? = report.findings.first else {
                Issue.record("\(report.findings)")
                continue
            }
            #expect(reason.contains("read the entry \(position) of"), "\(reason)")
            #expect(report.remembered == nil)
            try Self.flip(position, in: folder)
        }
        let whole = try await folder.with { log in try await Self.verify(log, folder.auditKeys, remembered) }
        #expect(whole.findings == [])
    }

    /// Flips a bit of an entry, or flips it back.
    private static func flip(_ position: Int, in folder: AuditFolder) throws {
        let script = """
            import sqlite3, sys
            store = sqlite3.connect(sys.argv[1])
            sealed, = store.execute("select sealed from entries where position = ?", [\(position)]).fetchone()
            changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
            store.execute("update entries set sealed = ? where position = ?", [changed, \(position)])
            store.commit()
            """
        let output = URL(fileURLWithPath: folder.path.appending("flip").string)
        let store = folder.path.appending("store/store.sqlite").string
        #expect(try ChildProcess(["python3", "-c", script, store], output: output).waitForEnd() == 0)
    }
}

@Suite("What is remembered is read whole, or refused")
struct RememberedCheckpointTests {
    @Test("Every cut and every change of a line is refused, or says the same")
    func fuzz() throws {
        let keys = try AuditKeys(parsing: AuditKeys.newText())
        let note = try Checkpoint(origin: keys.origin, size: 2, root: .leaf([1])).signed(by: keys.signers).text
        let whole = RememberedCheckpoint(keys: keys.verifiers, note: note, marks: [0x6e34_0b9c, 7])
        let text = whole.text
        #expect(try RememberedCheckpoint(parsing: text) == whole)
        let bytes = Array(text.utf8)
        for place in bytes.indices {
            let cut = try? RememberedCheckpoint(parsing: String(decoding: bytes[..<place], as: UTF8.self))
            #expect(cut == nil, "\(place)")
            var changed = bytes
            changed[place] = changed[place] == UInt8(ascii: "\n") ? UInt8(ascii: "x") : UInt8(ascii: "\n")
            guard let other = try? RememberedCheckpoint(parsing: String(decoding: changed, as: UTF8.self)) else {
                continue
            }
            #expect(other.keys == whole.keys && other.marks.count == 2, "\(place)")
            let read = try? SignedCheckpoint.checkpoint(in: other.note, signedBy: keys.verifiers, of: nil)
            #expect(read == nil || other.note == whole.note, "\(place)")
        }
        for bad in ["", "\n", "verdict audit 1\n", "verdict audit 2\n" + text.split(separator: "\n", maxSplits: 1)[1]] {
            #expect(throws: RememberedCheckpoint.Malformed.self) { try RememberedCheckpoint(parsing: bad) }
        }
    }
}
