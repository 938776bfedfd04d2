/// What Python does with text, where a checker's home is written in it.
enum PythonText {
    /// The text with decimal digits of all scripts as ASCII digits; nil if it has other characters beyond ASCII, or is no
    /// UTF-8: such a text is never a number.
    static func ascii(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        if text.allSatisfy({ $0 < 0x80 }) { return Array(text) }
        guard let characters = String(validating: text, as: UTF8.self) else { return nil }
        var ascii: [UInt8] = []
        for scalar in characters.unicodeScalars {
            if scalar.isASCII {
                ascii.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                ascii.append(0x30 + UInt8(value))
            } else {
                return nil
            }
        }
        return ascii
    }

    /// Whether two texts are equal when all letters are in lower case. Bytes that are no UTF-8 must be equal.
    static func areEqualLowercased(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) -> Bool {
        let (left, right) = (first.lazy.map { lowercased($0) }, second.lazy.map { lowercased($0) })
        if left.elementsEqual(right) { return true }
        guard let left = String(validating: first, as: UTF8.self), let right = String(validating: second, as: UTF8.self)
        else { return false }
        return inLowerCase(Array(left.unicodeScalars)) == inLowerCase(Array(right.unicodeScalars))
    }

    private static func inLowerCase(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        text.indices.flatMap { index in
            text[index] == "Σ" && isAtEndOfWord(index, text)
                ? ["ς"] : Array(text[index].properties.lowercaseMapping.unicodeScalars)
        }
    }

    /// Whether a letter comes before the one at `index`, and none behind it: a sigma is then written otherwise.
    private static func isAtEndOfWord(_ index: Int, _ text: [Unicode.Scalar]) -> Bool {
        let before = text[..<index].last { !$0.properties.isCaseIgnorable }
        let after = text[(index + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && after?.properties.isCased != true
    }
}

/// A number as Python's `Decimal` reads it: exact, of any length.
struct ExactDecimal {
    private enum Value {
        case nan
        case infinity
        /// The digits without zeros at either end, and the power of ten behind the last of them.
        case finite(digits: ArraySlice<UInt8>, exponent: Int)
    }

    private let value: Value
    private let isNegative: Bool

    /// The largest power of ten of a first digit.
    private static let mostExponent = 999_999_999_999_999_999
    /// The smallest power of ten of a last digit.
    private static let leastExponent = -1_999_999_999_999_999_997

    /// Reads all of `text`, a decimal with or without an exponent, `inf`, `infinity`, `nan` or `snan`, in any case;
    /// underscores are passed over. Nil if it is none, or too large or small for Python.
    init?(_ text: ArraySlice<UInt8>) {
        guard var rest = PythonText.ascii(text)?[...] else { return nil }
        if rest.contains(0x5F) { rest = rest.filter { $0 != 0x5F }[...] }
        isNegative = rest.first == 0x2D
        if isNegative || rest.first == 0x2B { rest.removeFirst() }
        guard let value = Self.word(rest) ?? Self.number(rest) else { return nil }
        self.value = value
    }

    private static func word(_ rest: ArraySlice<UInt8>) -> Value? {
        let letters = rest.prefix(9).map { lowercased($0) }
        if letters.elementsEqual("inf".utf8) || letters.elementsEqual("infinity".utf8) { return .infinity }
        let start = letters.starts(with: "nan".utf8) ? 3 : letters.starts(with: "snan".utf8) ? 4 : nil
        guard let start, rest.dropFirst(start).allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return .nan
    }

    private static func number(_ rest: ArraySlice<UInt8>) -> Value? {
        let isDecimal = rest.first != 0x2B && rest.first != 0x2D
        let matches = unsafe rest.withUnsafeBytes { unsafe NumberGrammar.decimal.matches($0) }
        guard isDecimal, matches else { return nil }
        let mantissa = rest.prefix { $0 | 0x20 != 0x65 }
        let power = rest.dropFirst(mantissa.count + 1)
        guard var exponent = power.isEmpty ? 0 : Int(String(decoding: power, as: UTF8.self)),
            abs(exponent) <= 4 * mostExponent
        else { return nil }
        exponent -= mantissa.firstIndex(of: 0x2E).map { mantissa.endIndex - $0 - 1 } ?? 0
        var digits = mantissa.filter { $0 != 0x2E }[...].drop { $0 == 0x30 }
        guard exponent >= leastExponent, exponent + max(digits.count, 1) - 1 <= mostExponent else { return nil }
        while digits.last == 0x30 {
            digits.removeLast()
            exponent += 1
        }
        return .finite(digits: digits, exponent: digits.isEmpty ? 0 : exponent)
    }

    /// Whether both are the same number; a NaN equals nothing, and the zeros are equal.
    func isEqual(to other: ExactDecimal) -> Bool {
        switch (value, other.value) {
        case (.infinity, .infinity): isNegative == other.isNegative
        case (.finite(let digits, let exponent), .finite(let otherDigits, let otherExponent)):
            digits == otherDigits && exponent == otherExponent && (isNegative == other.isNegative || digits.isEmpty)
        default: false
        }
    }
}
