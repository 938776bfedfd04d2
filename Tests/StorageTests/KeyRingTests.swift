import Foundation
import Storage
import SystemPackage
import Testing

struct KeyRingTests {
    private static let hexadecimal = String(repeating: "0a", count: 32)
    private static let base64 = Data((0..<32).map { UInt8($0 * 8) }).base64EncodedString()

    @Test(arguments: [
        (hexadecimal, 1), (base64, 1), ("# a comment\n\n  \(hexadecimal)  \r\n\(base64)\n", 2),
        ("\(hexadecimal)\n\(hexadecimal.uppercased())", 1),
    ])
    func aRingIsRead(_ text: String, _ count: Int) throws {
        try #expect(KeyRing(parsing: text, from: "a test").count == count)
    }

    private static let short = String(hexadecimal.dropLast())

    @Test(arguments: [
        ("", "there is no key"), ("# only a comment\n", "there is no key"), (short, "line 1 is no key"),
        ("\(hexadecimal)\n\n\(short)g", "line 3 is no key"), ("\(hexadecimal) \(hexadecimal)", "line 1 is no key"),
        ("\(base64.dropLast())A", "line 1 is no key"),
        // Spare bits that are not 0: two texts of one key.
        ("\(base64.dropLast(2))5=", "line 1 is no key"),
    ])
    func whatIsNoRingIsRefused(_ text: String, _ reason: String) throws {
        let error = #expect(throws: StorageError.self) { try KeyRing(parsing: text, from: "a test") }
        #expect(error?.code == .badRequest)
        #expect(error?.reason == reason)
        #expect(error.map { !"\($0)".contains("0a0a") } ?? false, "an error must not tell a key")
    }

    @Test func theLastKeySealsAndAllOpen() throws {
        let old = try KeyRing(parsing: Self.hexadecimal, from: "a test")
        let both = try KeyRing(parsing: Self.hexadecimal + "\n" + Self.base64, from: "a test")
        let new = try KeyRing(parsing: Self.base64, from: "a test")
        let binding = SealBinding(purpose: "test", [])
        try #expect(both.open(old.seal([1, 2], for: binding), for: binding) == [1, 2])
        let sealed = try both.seal([3], for: binding)
        try #expect(new.open(sealed, for: binding) == [3])
        let error = #expect(throws: StorageError.self) { try old.open(sealed, for: binding) }
        #expect(error?.code == .wrongKey)
    }

    @Test func aFileOfKeysIsItsOwnersAlone() throws {
        let folder = FilePath("/tmp/verdict-keys-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let file = folder.appending("keys")
        #expect(throws: StorageError.self) { try KeyRing(file: file) }
        let made = try KeyRing.generate(file: file)
        #expect(throws: StorageError.self, "a key must not be overwritten") { try KeyRing.generate(file: file) }
        let binding = SealBinding(purpose: "test", [])
        try #expect(KeyRing(file: file).open(made.seal([1], for: binding), for: binding) == [1])
        for mode in [0o640, 0o604, 0o660, 0o620] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.string)
            let error = #expect(throws: StorageError.self) { try KeyRing(file: file) }
            #expect(error?.advice == "run: chmod 600 \(file)")
        }
    }

    @Test func keysComeFromTheEnvironment() throws {
        unsafe setenv("VERDICT_TEST_KEYS", Self.hexadecimal + "," + Self.base64, 1)
        try #expect(KeyRing(environmentVariable: "VERDICT_TEST_KEYS").count == 2)
        let error = #expect(throws: StorageError.self) { try KeyRing(environmentVariable: "VERDICT_TEST_NONE") }
        #expect(error?.reason == "VERDICT_TEST_NONE is not set")
    }
}
