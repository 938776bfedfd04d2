/// Texts of numbers as `double`, as C and Python read them.
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

    /// What Python's `float` reads: a decimal number, with single underscores between its digits, an infinity or a NaN.
    static func python(_ text: [UInt8], _ range: Range<Int>) -> Double? {
        let token = text[range]
        if token.contains(0x5F) {
            guard let plain = withoutUnderscores(token) else { return nil }
            return python(plain, plain.indices)
        }
        return unsafe text.withUnsafeBytes { bytes in
            let token = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
            return unsafe NumberGrammar.decimal.matches(token) ? value(token) : nil
        } ?? infinityOrNaN(token)
    }

    private static func withoutUnderscores(_ token: ArraySlice<UInt8>) -> [UInt8]? {
        var plain: [UInt8] = []
        for (index, byte) in zip(token.indices, token) where byte != 0x5F {
            plain.append(byte)
            guard index + 1 < token.endIndex, token[index + 1] == 0x5F else { continue }
            guard byte &- 0x30 < 10, index + 2 < token.endIndex, token[index + 2] &- 0x30 < 10 else { return nil }
        }
        return token.first == 0x5F ? nil : plain
    }

    private static func infinityOrNaN(_ token: ArraySlice<UInt8>) -> Double? {
        let isNegative = token.first == 0x2D
        let word = isNegative || token.first == 0x2B ? token.dropFirst() : token
        guard word.count <= 8 else { return nil }
        switch String(decoding: word.map { lowercased($0) }, as: UTF8.self) {
        case "inf", "infinity": return isNegative ? -.infinity : .infinity
        case "nan": return .nan
        default: return nil
        }
    }

    /// The nearest double of what is a number for `strtod`, or begins with one.
    private static func value(_ token: UnsafeRawBufferPointer) -> Double? {
        if let plain = unsafe PlainDecimal(token)?.exactDouble { return plain }
        return unsafe withCString(token) { unsafe LongDouble.readDouble($0) }.map { Double($0.value) }
    }
}
