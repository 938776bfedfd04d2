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

extension PlainDecimal {
    /// The value within four units in the last place, without a division; nil outside of 10^-22 to 10^41.
    @inline(__always)
    var roughDouble: Double? {
        guard exponent >= -22, exponent <= 22 else { return nil }
        let value =
            Double(significand)
            * (exponent < 0 ? PowersOfTen.inverse[-exponent] : PowersOfTen.double[exponent])
        return isNegative ? -value : value
    }
}

/// Powers of ten that their type holds exactly.
private enum PowersOfTen {
    static let double: InlineArray<23, Double> = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
    /// Rounded, not exact.
    static let inverse: InlineArray<23, Double> = [
        1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16,
        1e-17, 1e-18, 1e-19, 1e-20, 1e-21, 1e-22,
    ]
    static let longDouble: InlineArray<28, LongDouble> = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27,
    ]
}
