import Audit
import Events
import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing
import Transparency

@Suite("A coordinator that is killed while it records and signs loses neither", .timeLimit(.minutes(2)))
struct KillTests {
    @Test("What was acknowledged is in the tree, and every checkpoint fits, also that of the time before")
    func kills() async throws {
        let folder = try AuditFolder()
        var remembered: RememberedCheckpoint?
        var random = SystemRandomNumberGenerator()
        for round in 1...5 {
            let output = URL(fileURLWithPath: folder.path.appending("round-\(round)").string)
            let victim = try ChildProcess(
                [try ChildProcess.built("audit-victim"), folder.path.string, "\(round)"], output: output)
            // It is killed between any two of its writes: after some commands, in the middle of signing or not.
            try await victim.line(with: "S ")
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...120, using: &random)))
            victim.kill()
            let lines = try victim.lines()
            let recorded = Set(lines.filter { $0.hasPrefix("A ") }.map { String($0.dropFirst(2)) })
            let signed = lines.filter { $0.hasPrefix("S ") }.compactMap { UInt64($0.dropFirst(2)) }.max() ?? 0
            let before = remembered
            let report = try await folder.with { log in
                let found = try await AuditReader(log: log).requests()
                #expect(recorded.isSubset(of: found), "a command was lost")
                return try await AuditTrail.verify(
                    StoredAudit(log, keys: []), keys: folder.auditKeys.verifiers, remembered: before)
            }
            #expect(report.findings == [], "round \(round)")
            #expect(report.newest?.size ?? 0 >= signed, "a checkpoint was lost")
            remembered = report.remembered
            #expect(!recorded.isEmpty && remembered != nil)
        }
    }
}

extension AuditReader {
    /// The ids of all requests.
    fileprivate func requests() async throws -> Set<String> {
        var found: Set<String> = []
        try await leaves(after: .start) { leaves, _, _ in
            for leaf in leaves { found.insert(try leaf.command().requestID) }
        }
        return found
    }
}
