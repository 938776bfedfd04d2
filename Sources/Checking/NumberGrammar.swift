/// Which texts count as numbers.
enum NumberGrammar {
    /// `[+-]?([0-9]*\.[0-9]+|[0-9]+\.|[0-9]+)([Ee][+-]?[0-9]+)?`, the format's own.
    case decimal
    /// What glibc's `sscanf(text, "%lf%10s")` reads with nothing left over: also `1e`, `1e+`, hexadecimal, `inf`,
    /// `infinity`, `nan`, each with a sign.
    case scanf

    /// Whether all of `text` is a number.
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        var scanner = unsafe NumberScanner(text: text)
        switch self {
        case .decimal: return unsafe scanner.isDecimal()
        case .scanf: return unsafe scanner.isScanf()
        }
    }
}

@unsafe
private struct NumberScanner {
    let text: UnsafeRawBufferPointer
    var index = 0

    private var next: UInt8? { unsafe index < text.count ? text[index] : nil }

    mutating func isDecimal() -> Bool {
        unsafe takeSign()
        var digits = unsafe takeDigits()
        if unsafe take(0x2E) { digits += unsafe takeDigits() }
        guard digits > 0 else { return false }
        if unsafe take(0x65) || take(0x45) {
            unsafe takeSign()
            guard unsafe takeDigits() > 0 else { return false }
        }
        return unsafe index == text.count
    }

    mutating func isScanf() -> Bool {
        unsafe takeSign()
        if unsafe isWord("nan") || isWord("inf") || isWord("infinity") { return true }
        let mark = unsafe index
        if unsafe take(0x30), unsafe take(0x78) || take(0x58) { return unsafe isScanfHexadecimal() }
        unsafe index = mark
        var digits = unsafe takeDigits()
        if unsafe take(0x2E) { digits += unsafe takeDigits() }
        // `1e` and `1e+` are read as far as they go, and `strtod` then takes the part that is a number.
        if digits > 0, unsafe take(0x65) || take(0x45) {
            unsafe takeSign()
            unsafe takeDigits()
        }
        return unsafe digits > 0 && index == text.count
    }

    /// After `0x`: something must follow, and even `0x.` passes (`strtod` reads its zero).
    private mutating func isScanfHexadecimal() -> Bool {
        let start = unsafe index
        var digits = unsafe takeHexDigits()
        if unsafe take(0x2E) { digits += unsafe takeHexDigits() }
        if digits > 0, unsafe take(0x70) || take(0x50) {
            unsafe takeSign()
            unsafe takeDigits()
        }
        return unsafe index > start && index == text.count
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard unsafe next == byte else { return false }
        unsafe index += 1
        return true
    }

    private mutating func takeSign() {
        if unsafe next == 0x2B || next == 0x2D { unsafe index += 1 }
    }

    @discardableResult
    private mutating func takeDigits() -> Int {
        let start = unsafe index
        while let byte = unsafe next, byte &- 0x30 < 10 { unsafe index += 1 }
        return unsafe index - start
    }

    private mutating func takeHexDigits() -> Int {
        let start = unsafe index
        while let byte = unsafe next, byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 { unsafe index += 1 }
        return unsafe index - start
    }

    /// Whether the rest of the text is `word`, in any case.
    private func isWord(_ word: StaticString) -> Bool {
        guard unsafe text.count - index == word.utf8CodeUnitCount else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { unsafe text[index + $0] | 0x20 == word.utf8Start[$0] }
    }
}
