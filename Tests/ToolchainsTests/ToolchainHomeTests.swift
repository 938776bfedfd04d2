import Files
import FoundationEssentials
import SystemPackage
import Testing

@testable import Toolchains

@Suite struct ToolchainHomeTests {
    private static func withHomes<Result>(
        _ homes: [String], _ body: (String) throws -> Result
    ) throws -> Result {
        let root = FileManager.default.temporaryDirectory.path + "/verdict-\(UUID().uuidString)"
        defer { _ = try? FilePath(root).removeTree() }
        for home in homes {
            for folder in ["lib", "bin"] { try FilePath("\(root)/\(home)/\(folder)").makeDirectories() }
            for file in ["lib/k.jar", "bin/kc"] {
                #expect(FileManager.default.createFile(atPath: "\(root)/\(home)/\(file)", contents: nil))
            }
        }
        return try body(root)
    }

    @Test(arguments: [
        (["standard"], "", "standard"), ([], "", "standard"),
        (["standard", "opt/k-1.9", "opt/k-1.10"], "", "opt/k-1.10"),
        (["standard", "opt/k-1", "me/k/2"], "", "me/k/2"), (["standard", "opt/k-1", "else"], "else/bin", "else"),
        (["standard", "opt/k-1"], "standard/bin", "opt/k-1"), (["standard"], "nowhere", "standard"),
    ])
    func oneThatWasInstalledByHandGoesFirst(_ homes: [String], _ path: String, _ expected: String) throws {
        try Self.withHomes(homes) { root in
            let home = ToolchainHome(
                program: "kc", file: "lib/k.jar", places: ["~/k/*", "\(root)/opt/k-*", "\(root)/standard"])
            #expect(
                home.found(path: path.isEmpty ? "" : "/usr/bin:\(root)/\(path)", user: root + "/me")
                    == "\(root)/\(expected)")
        }
    }

    @Test func aHomeStandsForItsPlaceholder() {
        #expect(ToolchainHome.fill("/box:{home}/lib", with: "/opt/k") == "/box:/opt/k/lib")
        #expect(ToolchainHome.fill("{main}", with: "/opt/k") == "{main}")
    }
}
