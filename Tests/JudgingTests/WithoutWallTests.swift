import Foundation
import Judging
import Sandbox
import SystemPackage
import TestSupport
import Testing
import Toolchains

/// Every wall's test must be able to fail: with the wall taken away its programs get through.
@Suite(.serialized) struct WithoutWallTests {
    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()

    /// Only root can give programs ids of their own, so only root can do without the user namespace.
    private static let removable = Wall.all.filter { $0 != .layer(.user) || geteuid() == 0 }

    /// What stands behind a wall that nothing gets through alone.
    private static let backings: [Wall: Set<Wall>] = [.layer(.ipc): [.layer(.seccomp)]]

    @Test(.timeLimit(.minutes(5)), arguments: removable)
    func withoutAWallItsProgramsGetThrough(wall: Wall) async throws {
        let reports = try await reports(without: [wall])
        for report in reports {
            #expect(report.isAsExpected, "\(report.program.name): \(report.outcome) \(report.faults)")
        }
        let through = reports.filter { $0.claim == .getsThrough }
        if let backing = Self.backings[wall] {
            #expect(through.isEmpty)
            #expect(reports.contains { $0.claim == .heldBy(backing) && $0.held })
        } else {
            #expect(!through.isEmpty, "no program climbs \(wall.name) alone")
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Array(backings))
    func withoutAWallAndWhatStandsBehindItProgramsGetThrough(wall: Wall, backing: Set<Wall>) async throws {
        let reports = try await reports(without: backing.union([wall]))
        for report in reports {
            #expect(report.isAsExpected, "\(report.program.name): \(report.outcome) \(report.faults)")
        }
        let alone = reports.filter { $0.program.claim(without: [wall]) == .heldBy(backing) }
        #expect(!alone.isEmpty)
        #expect(alone.allSatisfy { $0.gotThrough })
    }

    @Test(arguments: [
        ("uts", "puts(\"held\"); return 0;", false, false),
        ("uts", "puts(\"breach: all\"); return 1;", true, true),
        ("uts+network", "puts(\"breach: all\"); return 1;", true, false),
        ("uts", "return 3;", false, false),
    ])
    func aProgramThatDoesNotDoWhatItsHeaderSaysIsToldApart(
        walls: String, body: String, getsThrough: Bool, isAsExpected: Bool
    ) async throws {
        let text = "// expect: exited 0\n// without: \(walls)\n#include <stdio.h>\nint main(void) { \(body) }\n"
        let directory = FilePath(NSTemporaryDirectory()).appending("verdict-without-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory.string) }
        let path = directory.appending("probe.c")
        try text.write(toFile: path.string, atomically: false, encoding: .utf8)
        let program = try HostileProgram(name: "probe.c", path: path, text: text)
        let report = try #require(try await reports([program], without: [.layer(.uts)]).first)
        #expect(report.gotThrough == getsThrough)
        #expect(report.isAsExpected == isAsExpected)
    }

    @Test func aResultListsTheLayersThatHeld() async throws {
        var options = Sandbox.Options()
        options.withoutLayers = [.network, .seccomp, .strictSeccomp]
        options.parallelism = 1
        let sandbox = try await Sandbox(options)
        let layers = sandbox.layers
        await sandbox.close()
        #expect(layers == Layer.allCases.filter { !options.withoutLayers.contains($0) })
    }

    @Test(arguments: [
        ("network", ["network"], BreachClaim.getsThrough),
        ("network, uts", ["uts"], .getsThrough),
        ("ipc+seccomp", ["ipc"], .heldBy([.layer(.seccomp)])),
        ("ipc+seccomp", ["ipc", "seccomp"], .getsThrough),
        ("ipc+seccomp, dev", ["ipc", "dev"], .getsThrough),
        ("ipc+seccomp+dev, ipc+uts", ["ipc"], .heldBy([.layer(.uts)])),
        ("scratch, output, wall-clock", ["cpu"], .unknown),
    ])
    func aHeaderSaysWithoutWhichWallsAProgramGetsThrough(
        line: String, missing: [String], claim: BreachClaim
    ) throws {
        let program = try HostileProgram(name: "a.c", path: "a.c", text: "// expect: exited 0\n// without: \(line)\n")
        #expect(program.claim(without: Set(missing.compactMap(Wall.init(name:)))) == claim)
    }

    @Test func aWallThatDoesNotExistIsNamed() {
        let error = JudgingError(.badPackage, "a.c:2: \"moat\" cannot be switched off")
        #expect(throws: error) {
            try HostileProgram(name: "a.c", path: "a.c", text: "// expect: exited 0\n// without: network+moat\n")
        }
    }

    /// Runs the programs that say that they do no harm without `walls`.
    private func reports(without walls: Set<Wall>) async throws -> [Selftest.Report] {
        let programs = try Selftest.programs(in: Self.root.appending("Testcases/hostile"))
        return try await reports(programs.filter { $0.claim(without: walls) != .unknown }, without: walls)
    }

    private func reports(
        _ programs: [HostileProgram], without walls: Set<Wall>
    ) async throws -> [Selftest.Report] {
        let catalog = try RepositoryLanguages.catalog
        var options = Sandbox.Options()
        options.withoutLayers = walls.layers
        let sandbox = try await Sandbox(options)
        var reports: [Selftest.Report] = []
        for await report in Selftest(programs, catalog: catalog, executor: sandbox, without: walls).reports() {
            reports.append(report)
        }
        await sandbox.close()
        return reports
    }
}
