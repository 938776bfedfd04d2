import Glibc

#if arch(x86_64)
    /// The `long double` that DOMjudge's and BAPCtools' validators compute in: x87 extended, 64 bits of mantissa.
    typealias LongDouble = Float80
#else
    /// Swift has no type wider than `Double` here. Numbers with more than 53 bits of mantissa, errors within one unit in the
    /// last place of a tolerance, and numbers beyond 1e308 are then decided otherwise than on x86-64.
    typealias LongDouble = Double
#endif

extension LongDouble {
    /// What `strtold` reads at the start of a NUL-terminated text, and whether the value was out of range.
    static func read(_ text: UnsafePointer<CChar>) -> (value: LongDouble, length: Int, isOutOfRange: Bool) {
        unsafe readNumber(text) { start, end in
            #if arch(x86_64)
                unsafe strtold(start, end)
            #else
                unsafe strtod(start, end)
            #endif
        }
    }

    /// What `strtod` reads at the start of a NUL-terminated text: a `double`, kept in the wider type.
    static func readDouble(_ text: UnsafePointer<CChar>) -> (value: LongDouble, length: Int, isOutOfRange: Bool) {
        unsafe readNumber(text) { start, end in unsafe LongDouble(strtod(start, end)) }
    }
}

private func readNumber(
    _ text: UnsafePointer<CChar>,
    with parse: (UnsafePointer<CChar>, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> LongDouble
) -> (value: LongDouble, length: Int, isOutOfRange: Bool) {
    var end: UnsafeMutablePointer<CChar>?
    errno = 0
    let value = unsafe parse(text, &end)
    let isOutOfRange = errno == ERANGE
    let length = unsafe end.map { unsafe text.distance(to: UnsafePointer($0)) } ?? 0
    return (value, length, isOutOfRange)
}

/// Calls `body` with a NUL-terminated copy of `bytes` on the stack (on the heap if they are many).
func withCString<Result>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafePointer<CChar>) -> Result?) -> Result? {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { copy in
        unsafe UnsafeMutableRawBufferPointer(copy).copyMemory(from: bytes)
        unsafe copy[bytes.count] = 0
        return unsafe UnsafePointer(copy.baseAddress).flatMap { unsafe body($0) }
    }
}
