import Glibc
import SystemPackage
import Testing

@testable import Sandbox

/// Walls around the cell's own process: what would hold somebody who had taken it over.
@Suite(.serialized, .timeLimit(.minutes(1))) struct CellWallTests {
    private static let canEnter: Bool = {
        let facts = HostFacts(HostTexts.read())
        return facts.isRoot && facts.has(.sysAdmin) && facts.has(.sysPtrace)
    }()

    @Test(.enabled(if: canEnter, "entering a cell's namespaces needs root with all its rights"))
    func noFurtherNamespacesCanBeMadeInACell() async throws {
        try await BareCell.with { cell in
            // Entered with all capabilities, as nobody inside could have them.
            let enter = "nsenter --user --target \(cell.process.pid)"
            let writable = unsafe system("[ -w /proc/sys/user/max_user_namespaces ]") == 0
            #expect(unsafe system("\(enter) true") == 0, "nsenter does not work here")
            for kind in ["--user", "--net", "--uts", "--cgroup"] where writable {
                #expect(unsafe system("\(enter) unshare \(kind) true 2>/dev/null") != 0, "\(kind)")
            }
        }
    }

    @Test func aWaitingCellHasNoMorePrivilegesThanItNeeds() async throws {
        try await BareCell.with { cell in
            let fields = try Host.text(FilePath("/proc/\(cell.process.pid)/status")).split(separator: "\n")
            #expect(fields.contains("NoNewPrivs:\t1"))
            #expect(fields.contains("CapBnd:\t0000000000000000"))
            // CAP_SETGID, CAP_SETUID, CAP_SYS_CHROOT, CAP_SYS_ADMIN (capabilities(7)).
            #expect(fields.contains("CapEff:\t00000000002400c0"))
        }
    }
}
