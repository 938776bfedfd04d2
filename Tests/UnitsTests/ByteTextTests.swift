import Testing
import Units

@Suite struct ByteTextTests {
    @Test(
        arguments: [
            (Array("Zürich €😀".utf8), "Zürich €😀"), ([0x61, 0xE9, 0x62], #"a\xe9b"#), ([0xC3], #"\xc3"#), ([], ""),
            ([0xE2, 0x82, 0x61], #"\xe2\x82a"#), ([0xFF, 0xFE, 0x00], "\\xff\\xfe\0"),
            ([0xED, 0xA0, 0x80], #"\xed\xa0\x80"#),
        ] as [([UInt8], String)])
    func bytesThatAreNoTextAreWrittenOut(_ bytes: [UInt8], _ expected: String) {
        #expect(ByteText.decode(bytes) == expected)
        #expect(ByteText.decode(bytes + [0xFF]) == expected + #"\xff"#)
    }

    @Test func nothingIsCutInsideACharacter() {
        let text = Array("aé€😀z".utf8)
        for limit in 0...text.count + 1 {
            let (head, tail) = (ByteText.prefix(text[...], limit), ByteText.suffix(text[...], limit))
            #expect(head.count <= limit && tail.count <= limit)
            #expect(limit - head.count < 4 && limit - tail.count < 4 || limit > text.count)
            #expect(String(validating: head, as: UTF8.self) != nil && String(validating: tail, as: UTF8.self) != nil)
        }
    }

    @Test func whatIsNoTextIsCutAtTheLimit() {
        let bytes = [UInt8](repeating: 0x80, count: 10)
        #expect(ByteText.prefix(bytes[...], 6).count >= 3)
        #expect(ByteText.suffix(bytes[...], 6).count >= 3)
    }

    @Test func ofALongTextBothEndsAreShown() {
        let text = "é" + String(repeating: "x", count: 100) + "é"
        #expect(ByteText.ends(of: Array(text.utf8), 104) == text)
        #expect(ByteText.ends(of: Array(text.utf8), 5) == "é\n[… 100 bytes left out …]\né")
    }
}

@Suite struct DifferingTextsTests {
    @Test(arguments: [
        (Duration.seconds(2), Duration.seconds(1), "2.000 s", "1.000 s"),
        (.microseconds(1_000_200), .seconds(1), "1.000200 s", "1.000000 s"),
        (.nanoseconds(1_000_000_001), .seconds(1), "1.000000001 s", "1.000000000 s"),
        (.seconds(1), .seconds(1), "1.000 s", "1.000 s"),
    ])
    func aTimeAboveALimitIsSeenToBe(_ value: Duration, _ limit: Duration, _ first: String, _ second: String) {
        #expect(value.texts(over: limit) == (first, second))
    }

    @Test(arguments: [
        (ByteCount.mebibytes(2), ByteCount.mebibytes(1), "2 MiB", "1 MiB"),
        (ByteCount(1_048_577), .mebibytes(1), "1048577 B", "1048576 B"),
        (.mebibytes(1), .mebibytes(1), "1 MiB", "1 MiB"),
    ])
    func aSizeAboveALimitIsSeenToBe(_ value: ByteCount, _ limit: ByteCount, _ first: String, _ second: String) {
        #expect(value.texts(over: limit) == (first, second))
    }
}
