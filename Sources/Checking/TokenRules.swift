/// When two tokens count as equal: a dialect and its flags.
struct TokenRules: Sendable {
    let dialect: Dialect
    /// Whether a NUL byte ends what is read as a number, and in ``Dialect/kattisLegacy`` each token, as in the dialects' own
    /// programs, which keep tokens as C strings: then what follows is never compared.
    let endsAtNUL: Bool
    var isCaseSensitive = false
    var isSpaceSensitive = false
    /// The absolute tolerance; not set when negative or NaN.
    var absolute: LongDouble = -1 { didSet { tolerancesChanged() } }
    /// The relative tolerance; not set when negative or NaN.
    var relative: LongDouble = -1 { didSet { tolerancesChanged() } }
    /// Whether numbers are compared as numbers.
    private(set) var comparesNumbers = false
    private var surelyWithin = -1.0
    private var surelyWithinRelatively = -1.0

    init(dialect: Dialect, endsAtNUL: Bool = true) {
        self.dialect = dialect
        self.endsAtNUL = endsAtNUL
    }

    private mutating func tolerancesChanged() {
        comparesNumbers = absolute >= 0 || relative >= 0
        surelyWithin = Double(absolute) * (1 - 1e-9)
        surelyWithinRelatively = Double(relative) * (1 - 1e-9)
    }

    /// What comparing two tokens says.
    enum Match {
        case equal
        case different
        case notANumber
        case tooFar(expected: LongDouble, found: LongDouble)
    }

    /// Compares two tokens that are not byte for byte equal (equal ones are accepted by every dialect).
    func compare(_ expected: UnsafeRawBufferPointer, _ found: UnsafeRawBufferPointer) -> Match {
        let mayBeNumber = comparesNumbers && canBeNumber(length: found.count, expected: expected.count)
        if comparesNumbers, let number = unsafe number(expected) {
            guard mayBeNumber, let other = unsafe self.number(found) else {
                // The format's own validator compares such tokens as text, which then differs as well.
                return .notANumber
            }
            return areClose(number, other) ? .equal : .tooFar(expected: number, found: other)
        }
        return unsafe areEqualTexts(expected, found) ? .equal : .different
    }

    /// Whether a token of `length` bytes can be taken for a number where one of `expected` bytes stands in the answer. One
    /// that is still being written is kept for that, so there must be an end to it.
    @inline(__always)
    func canBeNumber(length: Int, expected: Int) -> Bool {
        length <= max(Self.longestNumber, expected)
    }

    private static let longestNumber = 1 << 20

    /// Whether two plain decimals are so clearly within a tolerance that no rounding in any dialect's arithmetic could
    /// say otherwise. Saves nearly all outputs the exact conversions.
    @inline(__always)
    func areSurelyClose(_ expected: PlainDecimal, _ found: PlainDecimal) -> Bool {
        guard let first = expected.roughDouble, let second = found.roughDouble else { return false }
        // Conversions and subtraction err by less than 1e-14 of the numbers, the tolerance's own rounding by far less.
        let error = abs(first - second) + 1e-14 * (abs(first) + abs(second))
        return error < surelyWithin || error < surelyWithinRelatively * abs(first)
    }

    /// The token as a number, if it is one for the dialect.
    @inline(__always)
    func number(_ token: UnsafeRawBufferPointer) -> LongDouble? {
        if let plain = unsafe PlainDecimal(token) {
            if dialect == .kattisLegacy {
                if let value = plain.exactDouble { return LongDouble(value) }
            } else if let value = plain.exactLongDouble {
                return value
            }
        }
        return unsafe oddNumber(token)
    }

    /// Numbers that are long, huge, tiny, hexadecimal, not finite or half written; and everything that is none.
    @inline(never)
    private func oddNumber(_ token: UnsafeRawBufferPointer) -> LongDouble? {
        switch dialect {
        case .icpc:
            guard unsafe NumberGrammar.decimal.matches(token) else { return nil }
            let number = unsafe withCString(token) { unsafe LongDouble.read($0) }
            return number.flatMap { $0.isOutOfRange ? nil : $0.value }
        case .kattisLegacy:
            let text = unsafe untilNUL(token)
            guard unsafe NumberGrammar.scanf.matches(text) else { return nil }
            let number = unsafe withCString(text) { unsafe LongDouble.readDouble($0) }
            return number.flatMap { $0.value.isFinite ? $0.value : nil }
        case .domjudge:
            let text = unsafe untilNUL(token)
            guard unsafe NumberGrammar.scanf.matches(text) else { return nil }
            return unsafe withCString(text) { unsafe LongDouble.read($0) }?.value
        }
    }

    /// Whether a number is within the tolerances of the expected one, computed as the dialect's own program does.
    @inline(__always)
    func areClose(_ expected: LongDouble, _ found: LongDouble) -> Bool {
        switch dialect {
        case .icpc:
            return (absolute >= 0 && abs(found - expected) <= absolute)
                || (relative >= 0 && abs((found - expected) / expected) <= relative)
        case .kattisLegacy:
            let (first, second) = (Double(expected), Double(found))
            return abs(first - second) <= Double(absolute) || abs(first - second) <= Double(relative) * abs(first)
        case .domjudge:
            return areCloseInDOMjudge(expected, found)
        }
    }

    /// A comparison is a rejection only if "greater" holds, so the NaN of 0 / 0 accepts.
    private func areCloseInDOMjudge(_ expected: LongDouble, _ found: LongDouble) -> Bool {
        guard expected.isFinite, found.isFinite else {
            return (expected.isNaN && found.isNaN)
                || (expected.isInfinite && found.isInfinite && expected.sign == found.sign)
        }
        let isFar = abs(found - expected) > absolute
        let isRelativelyFar = abs((found - expected) / expected) > relative
        if absolute >= 0, relative >= 0 { return !(isFar && isRelativelyFar) }
        return absolute >= 0 ? !isFar : !isRelativelyFar
    }

    @inline(__always)
    func areEqualTexts(_ expected: UnsafeRawBufferPointer, _ found: UnsafeRawBufferPointer) -> Bool {
        guard dialect == .kattisLegacy else { return unsafe areEqualBytes(expected, found) }
        return unsafe areEqualBytes(untilNUL(expected), untilNUL(found))
    }

    private func areEqualBytes(_ expected: UnsafeRawBufferPointer, _ found: UnsafeRawBufferPointer) -> Bool {
        guard expected.count == found.count else { return false }
        for index in 0..<expected.count {
            let (first, second) = unsafe (expected[index], found[index])
            guard first == second || (!isCaseSensitive && lowercased(first) == lowercased(second)) else { return false }
        }
        return true
    }

    private func untilNUL(_ token: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard endsAtNUL else { return unsafe token }
        return unsafe UnsafeRawBufferPointer(rebasing: token[..<(token.firstIndex(of: 0) ?? token.count)])
    }
}

/// The byte with ASCII letters in lower case, as the C locale's `tolower`.
@inline(__always)
func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
}
