/// A decimal of at most 19 significant digits, read without any library: the fast path for nearly all numbers.
struct PlainDecimal {
    /// The digits as an integer, below 10^19.
    var significand: UInt64
    /// The power of ten it is multiplied by.
    var exponent: Int
    /// Whether a minus sign stands before it.
    var isNegative: Bool

    /// Reads all of `text` as `[+-]?digits[.digits][e[+-]digits]` with at least one digit before the exponent; nil if it
    /// is anything else, or longer.
    @inline(__always)
    init?(_ text: UnsafeRawBufferPointer) {
        guard let base = text.baseAddress else { return nil }
        let count = text.count
        var index = 0
        var value: UInt64 = 0
        var digits = 0
        var scale = 0
        @inline(__always) func byte() -> UInt8 {
            unsafe base.load(fromByteOffset: index, as: UInt8.self)
        }

        isNegative = index < count && byte() == 0x2D
        if isNegative || (index < count && byte() == 0x2B) { index += 1 }
        let first = index
        while index < count, case let digit = byte() &- 0x30, digit < 10 {
            value = value &* 10 &+ UInt64(digit)
            index += 1
        }
        digits = index - first
        if index < count, byte() == 0x2E {
            index += 1
            let point = index
            while index < count, case let digit = byte() &- 0x30, digit < 10 {
                value = value &* 10 &+ UInt64(digit)
                index += 1
            }
            scale = index - point
            digits += scale
        }
        // Up to 19 digits, leading zeros counted, cannot overflow.
        guard digits > 0, digits <= 19 else { return nil }
        significand = value
        exponent = -scale
        guard index < count else { return }
        guard byte() | 0x20 == 0x65 else { return nil }
        index += 1
        guard index < count else { return nil }
        let isDown = byte() == 0x2D
        if isDown || byte() == 0x2B { index += 1 }
        var power = 0
        guard index < count, count - index <= 4 else { return nil }
        while index < count {
            let digit = byte() &- 0x30
            guard digit < 10 else { return nil }
            power = power &* 10 &+ Int(digit)
            index += 1
        }
        exponent += isDown ? -power : power
    }

    /// The nearest `Double`, if one multiplication or division of exact numbers gives it.
    @inline(__always)
    var exactDouble: Double? {
        guard significand <= 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
        let power = PowersOfTen.double[Int(exponent.magnitude)]
        let value = exponent < 0 ? Double(significand) / power : Double(significand) * power
        return isNegative ? -value : value
    }

    /// The nearest ``LongDouble``, if one multiplication or division of exact numbers gives it.
    @inline(__always)
    var exactLongDouble: LongDouble? {
        #if arch(x86_64)
        guard exponent >= -27, exponent <= 27 else { return nil }
        let power = PowersOfTen.longDouble[Int(exponent.magnitude)]
        let value = exponent < 0 ? LongDouble(significand) / power : LongDouble(significand) * power
        return isNegative ? -value : value
        #else
        return exactDouble
        #endif
    }
}

/// Powers of ten that their type holds exactly.
private enum PowersOfTen {
    static let double: [Double] = powers(count: 23)
    static let longDouble: [LongDouble] = powers(count: 28)

    private static func powers<Number: BinaryFloatingPoint>(count: Int) -> [Number] {
        var powers: [Number] = [1]
        while let last = powers.last, powers.count < count { powers.append(last * 10) }
        return powers
    }
}
