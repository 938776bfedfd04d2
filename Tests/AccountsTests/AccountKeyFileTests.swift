import Cryptography
import Foundation
import SystemPackage
import Testing

@testable import Accounts

@Suite("The file of accounts' secrets") struct AccountKeyFileTests {
    private static func withFile(_ text: String?, _ body: (FilePath) throws -> Void) throws {
        let file = FilePath("/tmp/verdict-account-keys-\(UInt64.random(in: 0 ... .max))")
        defer { _ = try? FileManager.default.removeItem(atPath: file.string) }
        if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: file.string)) }
        try body(file)
    }

    @Test("is made once, for its owner only, and stays as it is")
    func made() throws {
        try Self.withFile(nil) { file in
            #expect(throws: Errno.noSuchFileOrDirectory) { try AccountKeyFile(file, isNew: false) }
            let first = try AccountKeyFile(file, isNew: true)
            let again = try AccountKeyFile(file, isNew: true)
            #expect(first.secret.bytes == again.secret.bytes && first.signing.count == 1)
            #expect(first.signing.map(\.publicKey) == again.signing.map(\.publicKey))
            let mode = try FileManager.default.attributesOfItem(atPath: file.string)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("keeps its first secret, and signs with the last")
    func lines() throws {
        let (one, two) = (String(repeating: "1a", count: 32), String(repeating: "2B", count: 32))
        try Self.withFile("# first\n\(one)\n\n\(two)\n") { file in
            let keys = try AccountKeyFile(file, isNew: false)
            #expect(keys.secret.bytes == [UInt8](repeating: 0x1a, count: 32))
            #expect(keys.signing.count == 2 && keys.signing[0].publicKey != keys.signing[1].publicKey)
        }
    }

    @Test(
        "that is none is refused, without a word of what is in it",
        arguments: ["", "# nothing\n", "secretword", "1a1a"])
    func damaged(_ text: String) throws {
        try Self.withFile(text) { file in
            let error = #expect(throws: AccountKeyFile.Damaged.self) { try AccountKeyFile(file, isNew: true) }
            #expect(error?.description.contains("openssl rand -hex 32") == true)
            #expect(error?.description.contains("secretword") == false)
        }
    }
}
