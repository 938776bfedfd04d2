/// Texts of numbers as `double`, as C reads them.
enum DoubleText {
    /// What testlib takes for a real number: what `scanf("%lf")` reads with nothing left over, made of decimal digits, so
    /// `1e` and `1e400`, but not `0x1`, `inf` or `nan`.
    static func testlib(_ text: [UInt8], _ range: Range<Int>) -> Double? {
        let isPlain = text[range].allSatisfy { byte in
            byte &- 0x30 < 10 || byte == 0x2E || byte == 0x2B || byte == 0x2D || byte | 0x20 == 0x65
        }
        guard isPlain else { return nil }
        return unsafe text.withUnsafeBytes { bytes in
            let token = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
            return unsafe NumberGrammar.scanf.matches(token) ? value(token) : nil
        }
    }

    /// The nearest double of what is a number for `strtod`, or begins with one.
    private static func value(_ token: UnsafeRawBufferPointer) -> Double? {
        if let plain = unsafe PlainDecimal(token)?.exactDouble { return plain }
        return unsafe withCString(token) { unsafe LongDouble.readDouble($0) }.map { Double($0.value) }
    }
}
