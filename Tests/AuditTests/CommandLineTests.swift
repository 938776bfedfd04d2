import Audit
import Events
import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing
import Transparency

/// `verdict admin audit`, of a real coordinator on a store that has recorded commands.
@Suite("Operators look at the audit log from the command line", .timeLimit(.minutes(3)))
struct CommandLineTests {
    /// A folder with a coordinator's data, and the programs that are run on it.
    private struct Place: Sendable {
        let folder: AuditFolder
        var data: String { folder.path.string }
        var socket: String { "unix:\(data)/socket" }
        var file: String { "\(data)/remembered" }
        var key: String { folder.auditKeys.verifiers[0].text }

        /// Runs a program to its end.
        func run(_ words: [String]) throws -> (status: Int32, output: String) {
            let output = URL(fileURLWithPath: "\(data)/output-\(UInt64.random(in: 0 ... .max))")
            let child = try ChildProcess([try ChildProcess.built(words[0])] + words.dropFirst(), output: output)
            let status = child.waitForEnd()
            return (status, String(decoding: try Data(contentsOf: output), as: UTF8.self))
        }

        /// Runs `verdict admin audit` against the coordinator.
        func audit(_ words: String...) throws -> (status: Int32, output: String) {
            try run(
                ["verdict", "admin", "audit"] + words
                    + ["--coordinator", socket, "--token-file", "\(data)/tokens/admin"])
        }

        /// Runs `body` while a coordinator does.
        func withCoordinator<Value>(_ body: () async throws -> Value) async throws -> Value {
            let output = URL(fileURLWithPath: "\(data)/coordinator-\(UInt64.random(in: 0 ... .max))")
            let coordinator = try ChildProcess(
                [
                    try ChildProcess.built("verdict-coordinator"), "--create", "--data", data, "--listen", socket,
                    "--operations-listen", "off",
                ],
                output: output)
            try await coordinator.line(with: " ready")
            let value = try await body()
            coordinator.signal(SIGTERM)
            #expect(coordinator.waitForEnd() == 0)
            return value
        }
    }

    /// A command is changed by somebody who has all keys of the store.
    /// - Parameter hasCheckpoints: whether what was signed stays there.
    private static func tamper(_ folder: AuditFolder, hasCheckpoints: Bool = true) async throws {
        let entries = try await folder.with { try await $0.read(after: .start, limit: 10_000) }
        try FileManager.default.removeItem(atPath: folder.path.appending("store").string)
        try await folder.with { log in
            for var entry in entries where hasCheckpoints || entry.stream.text != SignedCheckpoint.streamName {
                if let last = entry.events.last, last == (try Commands.events(17)).last {
                    entry.events[0].payload = Array("another change".utf8)
                }
                _ = try await log.append(entry.events, to: entry.stream, expecting: .anything)
            }
        }
    }

    @Test("Signed, verified, shown, exported, and found to be changed, by a coordinator and offline")
    func everything() async throws {
        let place = Place(folder: try AuditFolder())
        try await place.folder.with { try await Commands.append(0..<300, to: $0) }
        let key = place.key
        try await place.withCoordinator {
            let none = try place.audit("checkpoint")
            #expect(none.status == 2 && none.output.contains("--sign-now"), "\(none.output)")
            let unsigned = try place.audit("verify", "--checkpoint", place.file)
            #expect(unsigned.status == 0 && unsigned.output.contains("nothing was signed"), "\(unsigned.output)")
            let signed = try place.audit("checkpoint", "--sign-now", "--checkpoint", place.file)
            #expect(signed.status == 0 && signed.output.contains("\n300\n"), "\(signed.output)")
            #expect(signed.output.contains("no key was named") && signed.output.contains(key))
            let verified = try place.audit("verify", "--checkpoint", place.file)
            #expect(verified.status == 0 && verified.output.contains("300 commands and 1 checkpoint: all fit"))
            #expect(!verified.output.contains("no key was named"), "the file names it")
            let json = try place.audit("verify", "--public-key", key, "--json")
            #expect(json.status == 0 && json.output.contains(#""fits": true, "findings": [], "commands": 300"#))
            let other = try place.audit("verify", "--public-key", try AuditFolder().auditKeys.verifiers[0].text)
            #expect(
                other.status == 1 && other.output.contains("not signed by a key that is trusted"), "\(other.output)")
            let shown = try place.audit("show", "17")
            #expect(shown.output.contains("contests.change") && shown.output.contains("checkpoint of 300 commands"))
            #expect(shown.status == 0)
            let missing = try place.audit("show", "300")
            #expect(missing.status == 2 && missing.output.contains("there is no command 300"))
            let all = try place.audit("show", "--json", "--stream", "contest-1")
            #expect(
                all.output.split(separator: "\n").count == 100 && all.output.contains(#""request_id": "request-1""#))
        }
        let offline = ["verdict-coordinator", "audit"]
        let verified = try place.run(offline + ["verify", "--checkpoint", place.file, "--data", place.data])
        #expect(verified.status == 0 && verified.output.contains("all fit"), "\(verified.output)")
        let through = try place.run(["verdict", "admin", "audit", "offline", "verify", "--data", place.data])
        #expect(through.status == 0 && through.output.contains("all fit"), "\(through.output)")
        try await Self.tamper(place.folder)
        let found = try place.run(offline + ["verify", "--checkpoint", place.file, "--data", place.data])
        #expect(found.status == 65 && found.output.contains("changed: command 17\n"), "\(found.output)")
        try await place.withCoordinator {
            let found = try place.audit("verify", "--checkpoint", place.file)
            #expect(
                found.status == 1 && found.output.contains("does not fit: changed: command 17\n"), "\(found.output)")
            let first = try place.audit("verify")
            #expect(
                first.status == 1 && first.output.contains("the first 300 commands are not those"), "\(first.output)")
            let proof = try place.audit("show", "17", "--checkpoint", place.file)
            #expect(proof.status == 1 && proof.output.contains("does not fit"), "\(proof.output)")
            let signed = try place.audit("checkpoint", "--sign-now")
            #expect(signed.status == 2 && signed.output.contains("audit verify"), "\(signed.output)")
        }
    }

    @Test("A log that was rewritten and signed anew is a fork, also to who asks for a short proof, and changes no file")
    func forks() async throws {
        let place = Place(folder: try AuditFolder())
        try await place.folder.with { try await Commands.append(0..<40, to: $0) }
        let kept = try await place.withCoordinator {
            let signed = try place.audit("checkpoint", "--sign-now", "--checkpoint", place.file)
            #expect(signed.status == 0, "\(signed.output)")
            #expect(try place.audit("verify", "--checkpoint", place.file).status == 0)
            return try Data(contentsOf: URL(fileURLWithPath: place.file))
        }
        try await place.folder.with { try await Commands.append(40..<45, to: $0) }
        try await place.withCoordinator {
            let signed = try place.audit("checkpoint", "--sign-now", "--checkpoint", place.file)
            #expect(signed.status == 0 && signed.output.contains("\n45\n"), "\(signed.output)")
            try kept.write(to: URL(fileURLWithPath: place.file))
        }
        try await Self.tamper(place.folder, hasCheckpoints: false)
        try await place.withCoordinator {
            let shrunk = try place.audit("checkpoint", "--checkpoint", place.file)
            #expect(shrunk.status == 1 && shrunk.output.contains("shrunk: 40"), "\(shrunk.output)")
            #expect(try place.audit("checkpoint", "--sign-now", "--public-key", place.key).status == 0)
            let forked = try place.audit("checkpoint", "--checkpoint", place.file)
            #expect(forked.status == 1 && forked.output.contains("forked"), "\(forked.output)")
            let verified = try place.audit("verify", "--checkpoint", place.file)
            #expect(verified.status == 1 && verified.output.contains("changed: command 17\n"), "\(verified.output)")
            #expect(verified.output.contains("forked: what was signed for 40"), "\(verified.output)")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: place.file)) == kept)
    }

    @Test("Keys are made where there are none, added by name, and kept from others")
    func keys() async throws {
        let place = Place(folder: try AuditFolder())
        let file = "\(place.data)/audit.key"
        let words = ["verdict-coordinator", "audit", "key", "--data", place.data]
        let added = try AuditKeys(parsing: try place.run(words).output)
        #expect(added.origin == place.folder.auditKeys.origin)
        #expect(added.verifiers != place.folder.auditKeys.verifiers)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let open = try place.run(["verdict-coordinator", "audit", "--data", place.data])
        #expect(open.status == 1 && open.output.contains("audit.key"), "\(open.output)")
        try FileManager.default.removeItem(atPath: file)
        // Nothing is made by looking at a store.
        let unknown = try place.run(["verdict-coordinator", "audit", "--data", place.data])
        #expect(unknown.status == 1 && unknown.output.contains("--public-key"), "\(unknown.output)")
        #expect(!FileManager.default.fileExists(atPath: file))
        try await place.withCoordinator {}
        let made = try AuditKeys(
            parsing: String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self))
        #expect(made.signers.count == 1 && made.origin != place.folder.auditKeys.origin)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        for wrong in [["export"], ["verify", "--checkpoint"], ["checkpoint", "--checkpoint", "x"], ["burn"]] {
            let refused = try place.run(["verdict-coordinator", "audit"] + wrong)
            #expect(refused.status == 64, "\(wrong): \(refused.output)")
        }
    }

    @Test("A program of its own finds the same root in the export", .enabled(if: Python.isThere, "needs python3"))
    func python() async throws {
        let place = Place(folder: try AuditFolder())
        let keys = place.folder.auditKeys
        let root = try await place.folder.with { log in
            try await Commands.append(0..<700, to: log)
            try await Commands.sign(log, keys)
            try await Commands.append(700..<710, to: log)
            let root = try #require(try await Commands.tree(of: log).root(at: 700))
            let count = try await AuditExport.export(
                StoredAudit(log, keys: []), to: place.folder.path.appending("tiles"), keys: keys.verifiers)
            #expect(count == 700)
            return root
        }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Python/verify.py")
            .path
        func check() throws -> (status: Int32, output: String) {
            let output = URL(fileURLWithPath: "\(place.data)/python-\(UInt64.random(in: 0 ... .max))")
            let words = ["python3", script, "\(place.data)/tiles", keys.verifiers[0].text]
            let status = try ChildProcess(words, output: output).waitForEnd()
            return (status, String(decoding: try Data(contentsOf: output), as: UTF8.self))
        }
        let good = try check()
        #expect(good.status == 0 && good.output == "\(keys.origin) 700 \(root)\n", "\(good.output)")
        for name in ["checkpoint", "tile/0/001", "tile/1/000.p/2", "tile/entries/002.p/188"] {
            let path = URL(fileURLWithPath: "\(place.data)/tiles/\(name)")
            let whole = try Data(contentsOf: path)
            var bytes = whole
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: path)
            #expect(try check().status != 0, "\(name)")
            try whole.write(to: path)
        }
        #expect(try check().status == 0)
    }
}

private enum Python {
    static let isThere = unsafe access("/usr/bin/python3", X_OK) == 0
}
