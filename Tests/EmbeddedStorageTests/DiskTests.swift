import EmbeddedStorage
import Foundation
import Storage
import SystemPackage
import Testing

/// Disks that are full, and stores that two processes want.
struct DiskTests {
    @Test(.timeLimit(.minutes(2)), arguments: 1...4 as ClosedRange<UInt64>)
    func aFullDiskLosesNothingAndPasses(_ seed: UInt64) async throws {
        let folder = try StoreFolder()
        _ = try KeyRing.generate(file: folder.path.appending("keys"))
        let mount = folder.path.appending("mount")
        try FileManager.default.createDirectory(atPath: mount.string, withIntermediateDirectories: false)
        // A small disk in a mount namespace of the process's own: it ends with it.
        let script = "mount -t tmpfs -o size=\(9 + seed)m verdict \(mount) && exec \"$@\""
        let victim = try Victim(
            "fill", store: mount.appending("store"), folder: folder.path, seed: seed,
            wrapper: ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
        let line = try await victim.firstLine()
        #expect(line == "ok")
    }

    @Test(.timeLimit(.minutes(1)))
    func ofTwoProcessesOneOpensTheStore() async throws {
        let folder = try StoreFolder()
        _ = try KeyRing.generate(file: folder.path.appending("keys"))
        for _ in 0..<3 {
            let victims = try (0..<3).map { try Victim("open", store: folder.store, folder: folder.path, seed: $0) }
            var lines: [String] = []
            for victim in victims { lines.append(String(try await victim.firstLine())) }
            #expect(lines.filter { $0 == "opened" }.count == 1)
            #expect(lines.filter { $0.contains("another process has it open; stop that one first") }.count == 2)
            for victim in victims { victim.kill() }
        }
    }

    @Test func oneProcessOpensTheStoreOnce() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let error = await #expect(throws: StorageError.self) { try await folder.open() }
        #expect(error?.code == .unavailable)
        try await store.close()
        let again = try await folder.open()
        try await again.close()
    }
}
