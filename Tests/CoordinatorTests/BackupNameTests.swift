import Testing
import Wire

@testable import Coordinator

@Suite struct BackupNameTests {
    @Test(
        "A backup may have the name of a plain folder",
        arguments: [
            "a", "2026-11-28", "before_upgrade.1", "A..b", String(repeating: "x", count: 128),
        ])
    func allowed(name: String) throws {
        #expect(try BackupName(name).text == name)
    }

    @Test(
        "A name that could lead elsewhere, or hide, is refused",
        arguments: [
            "", ".", "..", ".hidden", "../up", "a/b", "/etc", "a\0b", "a\0/../b", "a\nb", "a b", "a\\b", "ä",
            "a\u{202e}b", "~",
            "-/..", "%2e%2e", String(repeating: "x", count: 129),
        ])
    func refused(name: String) {
        let error = #expect(throws: DomainError.self) { try BackupName(name) }
        #expect(error?.code == .invalid)
    }
}
