import Testing
import Units

@Suite struct UnitsTests {
    @Test(
        arguments: [("256MiB", 268_435_456), ("64KiB", 65536), ("10", 10), ("2G", 2_147_483_648), ("0B", 0)]
            as [(String, Int64)])
    func byteCountsAreRead(text: String, bytes: Int64) {
        #expect(ByteCount(parsing: text)?.bytes == bytes)
    }

    @Test(arguments: ["", "MiB", "-1", "1.5MiB", "9999999999G", "12 MiB"])
    func nonsenseIsNoByteCount(text: String) {
        #expect(ByteCount(parsing: text) == nil)
    }

    @Test(arguments: [(0, "0 B"), (1536, "1.5 KiB"), (67_108_864, "64 MiB")] as [(Int64, String)])
    func byteCountsArePrintedShort(bytes: Int64, text: String) {
        #expect(ByteCount(bytes).description == text)
    }

    @Test(
        arguments: [("1s", 1_000_000_000), ("250ms", 250_000_000), ("1.5", 1_500_000_000), ("2m", 120_000_000_000)]
            as [(String, Int64)])
    func durationsAreRead(text: String, nanoseconds: Int64) {
        #expect(Duration(parsing: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: ["", "s", "-1s", "nan", "1e3", "inf", "99999999999s"])
    func nonsenseIsNoDuration(text: String) {
        #expect(Duration(parsing: text) == nil)
    }
}

/// Texts that are cut.
struct BoundedTextTests {
    @Test(arguments: [
        ("abc", 3, "abc"), ("abcd", 3, "abc"), ("aü", 2, "a"), ("aü", 3, "aü"), ("ü", 1, ""), ("", 0, ""),
    ])
    func headsHaveWholeCharacters(text: String, limit: Int, head: String) {
        #expect(text.head(limit) == head)
    }

    @Test(arguments: 20...45)
    func headsAndTailsKeepTheLimit(limit: Int) {
        let text = "größere Größen, äußerst schön öfter"
        let cut = text.headAndTail(limit)
        #expect(cut.utf8.count <= max(limit, 0))
        #expect(text.utf8.count <= limit ? cut == text : cut.contains("\n…\n") && cut.hasPrefix("gr"))
    }
}
