import JSONText
import TestSupport
import Testing

@Suite struct JSONTreeTests {
    private static let texts: [(text: String, written: String)] = [
        ("null", "null"), (" [ true , false ] ", "[true,false]"), ("{}", "{}"), ("[]", "[]"),
        (#"{"b": 1, "a": {"c": []}}"#, #"{"b":1,"a":{"c":[]}}"#),
        ("123456789012345678901234567890", "123456789012345678901234567890"), ("-0.50E+3", "-0.50E+3"),
        ("[NaN, Infinity, -Infinity]", "[NaN,Infinity,-Infinity]"),
        (#""é\u00e9\ud83d\ude00\n\/""#, #""éé😀\n/""#), (#""\ud800x\udc00""#, "\"\u{fffd}x\u{fffd}\""),
    ]

    @Test("What is read is written as it was, its digits and the order of its members", arguments: texts)
    func valuesAreKept(text: String, written: String) throws {
        #expect(try JSONTree(parsing: text.utf8).text == written)
    }

    private static let broken = [
        "", " ", "nul", "tru", "[1,]", "[1 2]", "[", "{", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "01", "-", "1.",
        "1e", ".5", "+1", "\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\n\"", "1 2", "[1]]", "'a'", "-Inf",
        "\u{feff}1",
    ]

    @Test("What is no JSON is refused", arguments: broken)
    func brokenTextsAreRefused(text: String) {
        #expect(throws: JSONError.self) { try JSONTree(parsing: text.utf8) }
    }

    @Test("Texts that are no UTF-8, nest too deep or hold too much are refused, and where is told")
    func limits() throws {
        #expect(throws: JSONError.self) { try JSONTree(parsing: [0x22, 0xFF, 0x22]) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSONTree(parsing: deep.utf8) }
        let fitting = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(try JSONTree(parsing: fitting.utf8).text == fitting)
        let error = #expect(throws: JSONError.self) {
            try JSONTree(parsing: "[1, 2, 3]".utf8, within: JSONLimits(values: 3))
        }
        #expect(error?.description == "there are more than 3 values at byte 8")
    }

    @Test("Any bytes are read or refused, and what is read is the same when it is read again")
    func randomBytes() throws {
        var random = SeededGenerator(seed: 7)
        let signs = Array(#"{}[],:"\u0nulltrefas123.-e+ "#.utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                signs[Int.random(in: signs.indices, using: &random)]
            }
            guard let tree = try? JSONTree(parsing: bytes) else { continue }
            #expect(try JSONTree(parsing: tree.text.utf8) == tree)
        }
    }
}
