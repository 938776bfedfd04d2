import Files
import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing
import Views
import ViewsTestSupport

/// A process that makes views, killed again and again, and on a disk that is full.
struct KillTests {
    private static let views = [Ledger.accounts(), Ledger.activity(), Ledger.archive()]

    private static func victim(
        _ file: FilePath, _ folder: ViewsFolder, seed: UInt64, count: Int, wrapper: [String] = []
    ) throws -> ChildProcess {
        let command = wrapper + [try ChildProcess.built("views-victim"), file.string, "\(seed)", "\(count)"]
        let output = folder.path.appending("output-\(UInt64.random(in: 0 ... .max))")
        return try ChildProcess(command, output: URL(fileURLWithPath: output.string))
    }

    @Test(.timeLimit(.minutes(3)))
    func whateverMomentItIsKilledTablesAndPositionBelongTogether() async throws {
        let (seed, count): (UInt64, Int) = (7, 24_000)
        let folder = try ViewsFolder()
        let events = try Ledger.events(count, seed: seed)
        var random = SystemRandomNumberGenerator()
        var positions: [UInt64] = []
        for round in 0..<10 {
            let victim = try Self.victim(folder.file, folder, seed: seed, count: count)
            // Before, in and between the first transactions, and behind some.
            try await victim.line(with: round % 3 == 0 ? "opened" : "applied")
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...100, using: &random)))
            victim.kill()
            // Opened and not run: it is as it was left.
            let log = MemoryLog(events)
            let store = try await folder.open(Self.views, log)
            let seen = try await Ledger.read(try store.ledger, atLeast: nil)
            let ledger = Ledger(log.entries.prefix(Int(seen.position.number)))
            #expect(seen.position == store.position)
            #expect(seen.accounts == ledger.accounts)
            #expect(seen.types == ledger.types)
            let kept = try await store.scope(["archive"]).read { try $0.first("SELECT count(*) FROM archive") }
            #expect(kept?.values == [.integer(Int64(seen.position.number))])
            positions.append(seen.position.number)
            try await store.close()
            if seen.position.number == UInt64(count) { try folder.file.removeTree() }
        }
        #expect(folder.warnings.all.isEmpty)
        #expect(positions.contains { $0 > 0 })
        print("killed \(positions.count) times, at the positions \(positions)")
    }

    @Test(.timeLimit(.minutes(2)))
    func aFullDiskIsWaitedForAndTheViewsAreWholeThen() async throws {
        let folder = try ViewsFolder()
        let mount = folder.path.appending("mount")
        try mount.makeDirectory()
        let count = 30_000
        // A small disk in a mount namespace of the process's own, with ballast that is taken away when a file is there.
        let script =
            "mount -t tmpfs -o size=5400k verdict \(mount) && head -c 5000000 /dev/zero >\(mount)/ballast && "
            + "{ { while ! [ -e \(folder.path)/room ]; do sleep 0.01; done; rm \(mount)/ballast; } & exec \"$@\"; }"
        let victim = try Self.victim(
            mount.appending("views.sqlite"), folder, seed: 9, count: count,
            wrapper: ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
        try await victim.line(with: "warning: cannot write the views now")
        #expect(try !victim.lines().contains("made"))
        try Data().write(to: URL(fileURLWithPath: folder.path.appending("room").string))
        try await victim.line(with: "made")
        #expect(try victim.lines().allSatisfy { !$0.contains("cannot be used") })
    }
}
