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
        var index = 0
        guard let number = unsafe PlainDecimal(text, from: &index), index == text.count else { return nil }
        self = number
    }

    /// Reads such a number at `index` of a text, as far as it goes, and moves `index` behind it.
    @inline(__always)
    init?(_ text: UnsafeRawBufferPointer, from index: inout Int) {
        guard let base = text.baseAddress else { return nil }
        var scanner = unsafe DecimalScanner(base: base, count: text.count, index: index)
        isNegative = unsafe scanner.take(0x2D)
        if !isNegative { _ = unsafe scanner.take(0x2B) }
        var value: UInt64 = 0
        var digits = unsafe scanner.takeDigits(onto: &value)
        var scale = 0
        if unsafe scanner.take(0x2E) {
            scale = unsafe scanner.takeDigits(onto: &value)
            digits += scale
        }
        // Up to 19 digits, leading zeros counted, cannot overflow.
        guard digits > 0, digits <= 19 else { return nil }
        (significand, exponent) = (value, -scale)
        if unsafe scanner.take(0x65) || scanner.take(0x45) {
            let isDown = unsafe scanner.take(0x2D)
            if !isDown { _ = unsafe scanner.take(0x2B) }
            var power: UInt64 = 0
            guard unsafe (1...4).contains(scanner.takeDigits(onto: &power)) else { return nil }
            exponent += isDown ? -Int(power) : Int(power)
        }
        index = unsafe scanner.index
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

/// Reads the bytes of a number.
@unsafe
private struct DecimalScanner {
    let base: UnsafeRawPointer
    let count: Int
    var index: Int

    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard unsafe index < count && base.load(fromByteOffset: index, as: UInt8.self) == byte else { return false }
        unsafe index &+= 1
        return true
    }

    /// Reads the digits that are next behind those that `value` has; what more than 19 come to is no number.
    /// - Returns: how many there are.
    @inline(__always)
    mutating func takeDigits(onto value: inout UInt64) -> Int {
        let start = unsafe index
        while unsafe index &+ 8 <= count {
            let word = unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            // What is 0 to 9 is a digit; the highest bit of each byte says of what is none.
            let numbers = word ^ 0x3030_3030_3030_3030
            let others = (numbers & 0x7F7F_7F7F_7F7F_7F7F &+ 0x7676_7676_7676_7676 | numbers) & 0x8080_8080_8080_8080
            let digits = others.trailingZeroBitCount >> 3
            guard digits > 0 else { return unsafe index &- start }
            // Zeros stand before the digits instead of what comes behind them. Then neighbours are put together, three times.
            var sum = numbers &<< UInt64(64 &- digits &* 8)
            sum = (sum &* 10 &+ sum &>> 8) & 0x00FF_00FF_00FF_00FF
            sum = (sum &* 100 &+ sum &>> 16) & 0x0000_FFFF_0000_FFFF
            sum = (sum &* 10_000 &+ sum &>> 32) & 0xFFFF_FFFF
            value = unsafe value &* Self.powers[digits] &+ sum
            unsafe index &+= digits
            if digits < 8 { return unsafe index &- start }
        }
        while unsafe index < count, case let digit = unsafe base.load(fromByteOffset: index, as: UInt8.self) &- 0x30,
            digit < 10
        {
            value = value &* 10 &+ UInt64(digit)
            unsafe index &+= 1
        }
        return unsafe index &- start
    }

    private static let powers: InlineArray<9, UInt64> = [
        1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
    ]
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
