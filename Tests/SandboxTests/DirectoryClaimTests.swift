import Glibc
import SystemPackage
import Testing

@testable import Sandbox

@Suite struct DirectoryClaimTests {
    /// A number that no process has: above the highest that Linux gives (`PID_MAX_LIMIT`).
    private static let nobody = 4_194_305

    /// A directory with children of the given names, and what is found abandoned in it while `names` are claimed.
    private func abandoned(_ children: [String], claimed: [String] = []) throws -> [String] {
        let parent = FilePath("/tmp/claims-\(getpid())-\(UInt64.random(in: 0 ... .max))")
        let names = children + claimed
        for path in [parent] + names.map({ parent.appending($0) }) {
            try #require(unsafe mkdir(path.string, 0o700) == 0)
        }
        let claims = try claimed.map { try DirectoryClaim(parent.appending($0)) }
        defer { for path in names.map({ parent.appending($0) }) + [parent] { _ = unsafe rmdir(path.string) } }
        return withExtendedLifetime(claims) {
            DirectoryClaim.abandoned(in: parent).compactMap { $0.lastComponent?.string }
        }
    }

    @Test func whatADeadProcessLeftIsAbandoned() throws {
        #expect(try abandoned(["verdict-\(Self.nobody)-1-abcdef"]) == ["verdict-\(Self.nobody)-1-abcdef"])
    }

    @Test func whatALivingProcessHasIsNot() throws {
        #expect(try abandoned(["verdict-\(getpid())-1-abcdef"]).isEmpty)
    }

    /// Its process may live in another PID namespace, where its number means another process or none.
    @Test func whatIsClaimedIsNotThoughItsProcessCannotBeSeen() throws {
        #expect(try abandoned([], claimed: ["verdict-\(Self.nobody)-1-abcdef"]).isEmpty)
    }

    @Test(arguments: ["verdict-command-4194305", "verdict-4194305", "judge-4194305-1", "4194305-1-2", "verdict--1-2"])
    func otherDirectoriesAreNobodysBusiness(name: String) throws {
        #expect(try abandoned([name]).isEmpty)
    }
}
