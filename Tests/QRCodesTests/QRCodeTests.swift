import Cryptography
import Foundation
import Markup
import Testing

@testable import QRCodes

@Suite("A QR code") struct QRCodeTests {
    private static let text =
        "otpauth://totp/judge.example:alice?secret=JBSWY3DPEHPK3PXP&issuer=judge.example&algorithm=SHA1&digits=6&period=30 "
    private static let bytes = Array(String(repeating: text, count: 8).utf8)

    private static func digits(_ code: QRCode) -> [UInt8] {
        (0..<code.size).flatMap { y in (0..<code.size).map { x in UInt8(ascii: code[x, y] ? "1" : "0") } }
    }

    @Test("is module for module what another program makes of the same, in every version, with every mask")
    func vectors() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Testcases/qr-codes/vectors.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == 120)
        for line in lines {
            let words = line.split(separator: " ")
            let numbers = try words.prefix(3).map { try #require(Int($0)) }
            let code = try #require(
                QRCode(Array(Self.bytes.prefix(numbers[2])), atLeast: numbers[0], mask: numbers[1]), "\(line)")
            #expect(code.size == 17 + 4 * numbers[0], "\(line)")
            let hash = SHA256.hash(Self.digits(code)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            #expect(hash.joined() == words[3], "\(line)")
        }
    }

    @Test("is as small as can be, and there is none of more than it has room for")
    func sizes() {
        #expect(QRCode.longest == 412)
        for (version, room) in zip(
            QRVersion.all, [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412])
        {
            #expect(version.capacity == room)
            #expect(QRCode(Array(Self.bytes.prefix(room)))?.size == version.size)
            #expect(QRCode(Array(Self.bytes.prefix(room + 1)))?.size != version.size)
        }
        #expect(QRCode([])?.size == 21)
        #expect(QRCode([UInt8](repeating: 0, count: 413)) == nil)
    }

    @Test("has the mask with which it is read best")
    func mask() throws {
        let bytes = Array(Self.bytes.prefix(100))
        let best = try #require(QRCode(bytes))
        let all = try (0..<8).map { try #require(QRCode(bytes, atLeast: 1, mask: $0)) }
        #expect(all.contains(best) && Set(all).count == 8)
        // All of one kind is hard to read, and so is what looks like a corner.
        var empty = QRDrawing(QRVersion.all[0])
        let before = empty.penalty
        empty.place(QRVersion.all[0].codewords(of: [1, 2, 3]))
        #expect(empty.masked(0).penalty < before)
    }

    @Test("is a picture that is nothing but its modules, with a label for those who do not see it")
    func picture() throws {
        let code = try #require(QRCode(Array("x".utf8)))
        let picture = code.picture(label: #"<script>"'&"#).text
        #expect(picture.contains(#"aria-label="&lt;script&gt;&quot;&#39;&amp;""#))
        #expect(!picture.contains("<script") && !picture.contains("style="))
        var dark: Set<[Int]> = []
        for run in picture.matches(of: /M(\d+) (\d+)h(\d+)v1h-\d+z/) {
            let (x, y, length) = (Int(run.1) ?? 0, Int(run.2) ?? 0, Int(run.3) ?? 0)
            for step in 0..<length { dark.insert([x + step - 4, y - 4]) }
        }
        for y in 0..<code.size { for x in 0..<code.size { #expect(code[x, y] == dark.contains([x, y])) } }
        #expect(!code[-1, 0] && !code[0, code.size])
    }
}
