import Judging
import Sandbox
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

/// The hostile programs of Testcases/hostile, on this host.
@Suite(.serialized) struct SelftestTests {
    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent()

    @Test(.timeLimit(.minutes(20))) func everyWallHolds() async throws {
        let programs = try Selftest.programs(in: Self.root.appending("Testcases/hostile"))
        let catalog = try RepositoryLanguages.catalog
        let sandbox = try await Sandbox()
        var held = 0
        for await report in Selftest(programs, catalog: catalog, executor: sandbox).reports() {
            if report.held {
                held += 1
            } else {
                Issue.record("\(report.program.name): \(report.faults.joined(separator: "; "))")
            }
        }
        await sandbox.close()
        print("\(held) of \(programs.count) hostile programs held")
    }

    @Test(arguments: [
        ("int main() {}", "a.c:1: the first line must say what is expected: // expect: OUTCOME"),
        ("// expect: exited 0\n// limits: cpu=soon\n", "a.c:2: \"cpu=soon\" is no limit"),
        ("// expect: exited 0\n// needs: luck\n", "a.c:2: \"luck\" is nothing that a run can need"),
        ("// expect: exited 0\n// colour: red\n", "a.c:2: unknown key \"colour\" in the header"),
    ])
    func aWrongHeaderIsNamed(text: String, message: String) {
        #expect(throws: JudgingError(.badPackage, message)) {
            try HostileProgram(name: "a.c", path: "a.c", text: text)
        }
    }

    @Test func aHeaderIsRead() throws {
        let text = """
            # expect: exited 0 or memory_limit
            # wall: scratch, memory
            # limits: memory=64MiB processes=3
            # at-most: cpu=1.5s
            # stdout: held
            print("held")
            """
        let program = try HostileProgram(name: "a.py", path: "a.py", text: text)
        #expect(program.expectations == ["exited 0", "memory_limit"])
        #expect(program.walls == ["scratch", "memory"])
        #expect(program.limits.memory == .mebibytes(64))
        #expect(program.limits.processes == 3)
        #expect(program.limits.cpu == .seconds(2))
        #expect(program.ceilings.cpu == .milliseconds(1500))
        #expect(program.standardOutput == "held")
    }
}
