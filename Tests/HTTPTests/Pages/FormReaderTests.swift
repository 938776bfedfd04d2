import Foundation
import Kernel
import TestSupport
import Testing

@testable import HTTP

@Suite("Forms")
struct FormReaderTests {
    @Test(
        "A form that browsers send is read",
        arguments: [
            ("a=1&b=2", ["a": ["1"], "b": ["2"]]), ("a=1&a=2", ["a": ["1", "2"]]), ("", [:]), ("a", ["a": [""]]),
            ("a=b=c&&", ["a": ["b=c"]]), ("a+b=%20%2B+", ["a b": [" + "]]), ("%C3%A4=\u{E4}", ["ä": ["ä"]]),
        ])
    func fields(_ text: String, _ wanted: [String: [String]]) throws {
        #expect(try Form(Array(text.utf8), type: "application/x-www-form-urlencoded; charset=utf-8").fields == wanted)
    }

    @Test("Whatever comes ends in a form or in a problem")
    func garbage() throws {
        let whole = Array(
            ("--xy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xy\r\ncontent-disposition: form-data; "
                + "name=\"f\"; filename=\"\u{E4}.txt\"\r\nContent-Type: text/plain\r\n\r\nabc\r\n--xy--\r\n").utf8)
        let type = "multipart/form-data; boundary=xy"
        let form = try Form(whole, type: type)
        #expect(form.fields == ["a": ["1"]] && form.files["f"]?.bytes == Array("abc".utf8))
        for count in 0..<(whole.count - 4) where count > 0 {
            #expect(throws: Problem.self, "\(count)") { try Form(Array(whole.prefix(count)), type: type) }
        }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...9, using: &generator)))
                default: bytes.insert(contentsOf: whole.prefix(Int.random(in: 0...40, using: &generator)), at: at)
                }
                if bytes.isEmpty { break }
            }
            // Whichever: it ends, and takes no more than it was given.
            if let form = try? Form(bytes, type: type) {
                #expect(form.files.values.reduce(0) { $0 + $1.bytes.count } <= bytes.count)
            }
            _ = try? Form(bytes, type: "application/x-www-form-urlencoded")
        }
        let many = String(repeating: "a=1&", count: Form.most + 1)
        #expect(throws: Problem.self) { try Form(Array(many.utf8), type: "application/x-www-form-urlencoded") }
        for type in [
            "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\u{7}",
            "text/plain", nil,
        ] {
            #expect(throws: Problem.self) { try Form([1], type: type) }
        }
    }
}
