internal import BigInt

/// A number of points, exact: a rational number.
///
/// Sums, products and averages of scores lose nothing. A score is rounded once, where it is shown: ``text(places:)``.
public struct Score: Hashable, Sendable {
    /// The most digits that a score is read with, and the most that its exponent moves the point by.
    private static let mostDigits = 64

    /// Without a factor in common with the denominator.
    private let numerator: BigInt
    /// Above 0.
    private let denominator: BigInt

    private init(_ numerator: BigInt, over denominator: BigInt) {
        let divisor = numerator.greatestCommonDivisor(with: denominator) * (denominator < 0 ? -1 : 1)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// A whole number of points.
    public init(_ points: Int) {
        numerator = BigInt(points)
        denominator = 1
    }

    /// No points.
    public static let zero = Score(0)
    /// One point, or all of something.
    public static let one = Score(1)

    /// A number in binary that is next to it, or nearly so.
    public var approximation: Double { Double(numerator) / Double(denominator) }

    /// Reads a decimal, `12`, `-0.5`, `.5`, `1e-3`, or what ``description`` writes, `1/3`; nil if `text` is neither, has
    /// more than 64 digits, or an exponent beyond 64.
    public init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let above = Self(decimal: parts[0]), let below = Self(decimal: parts[1]), below != .zero else {
                return nil
            }
            self = above / below
        } else if let decimal = Self(decimal: text) {
            self = decimal
        } else {
            return nil
        }
    }

    /// Reads what ``description`` writes, of any number of digits; nil if `text` is something else, or has more than `limit`
    /// bytes.
    public init?(exactly text: String, limit: Int) {
        guard text.utf8.count <= limit else { return nil }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isNumber = parts.allSatisfy { part in
            let digits = part.utf8.drop { $0 == UInt8(ascii: "-") }
            return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard isNumber, parts.count <= 2, let above = BigInt(String(parts[0])),
            let below = parts.count == 2 ? BigInt(String(parts[1])) : 1, below > 0
        else { return nil }
        self.init(above, over: below)
    }

    private init?(decimal text: some StringProtocol) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        let mantissa = rest.prefix { $0 != "e" && $0 != "E" }
        var exponent = 0
        if mantissa.endIndex != rest.endIndex {
            let digits = rest[rest.index(after: mantissa.endIndex)...]
            guard digits.utf8.count <= 4, let value = Int(digits), abs(value) <= Self.mostDigits else { return nil }
            exponent = value
        }
        let parts = mantissa.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let digits = parts.joined()
        guard parts.count <= 2, !digits.isEmpty, digits.utf8.count <= Self.mostDigits,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = BigInt(digits)
        else { return nil }
        exponent -= parts.count == 2 ? parts[1].utf8.count : 0
        let signed = isNegative ? -value : value
        let power = BigInt(10).power(abs(exponent))
        self.init(exponent > 0 ? signed * power : signed, over: exponent < 0 ? power : 1)
    }

    /// Whether it is a whole number.
    public var isWhole: Bool { denominator == 1 }

    /// The greatest whole number that is not above it.
    public var roundedDown: Score {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return Score(remainder < 0 ? quotient - 1 : quotient, over: 1)
    }

    /// The sum.
    public static func + (left: Score, right: Score) -> Score {
        Score(
            left.numerator * right.denominator + right.numerator * left.denominator,
            over: left.denominator * right.denominator)
    }

    /// The product.
    public static func * (left: Score, right: Score) -> Score {
        Score(left.numerator * right.numerator, over: left.denominator * right.denominator)
    }

    /// The quotient; `right` must not be zero.
    public static func / (left: Score, right: Score) -> Score {
        Score(left.numerator * right.denominator, over: left.denominator * right.numerator)
    }

    /// The score as a decimal with at most `places` digits behind the point, rounded to the nearest one, half away from
    /// zero; without zeros at the end.
    public func text(places: Int = 6) -> String {
        let power = BigInt(10).power(max(0, places))
        let doubled = numerator.magnitude * power.magnitude * 2 + denominator.magnitude
        let (whole, part) = (doubled / (denominator.magnitude * 2)).quotientAndRemainder(dividingBy: power.magnitude)
        var text = "\(whole)"
        if part != 0 {
            let digits = "\(part)"
            let fraction = String(repeating: "0", count: places - digits.count) + digits
            text += "." + fraction.prefix(fraction.count - fraction.reversed().prefix { $0 == "0" }.count)
        }
        return numerator < 0 && text != "0" ? "-" + text : text
    }
}

extension Score: Comparable {
    /// Orders scores by their value.
    public static func < (left: Score, right: Score) -> Bool {
        left.numerator * right.denominator < right.numerator * left.denominator
    }
}

extension Score: CustomStringConvertible {
    /// The score without loss: a whole number, or a fraction, `3/2`. ``init(parsing:)`` reads it.
    public var description: String {
        denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
    }
}

/// The scores that are possible: all from one to another, both included, or without an end.
public struct ScoreRange: Hashable, Sendable {
    /// The least; nil: there is none.
    public var lower: Score?
    /// The greatest; nil: there is none.
    public var upper: Score?

    /// All scores from `lower` to `upper`; nil leaves that end open.
    public init(from lower: Score? = nil, to upper: Score? = nil) {
        self.lower = lower
        self.upper = upper
    }

    /// Whether `score` is one of them.
    public func contains(_ score: Score) -> Bool {
        score >= lower ?? score && score <= upper ?? score
    }

    /// The nearest score to `score` that is one of them.
    public func nearest(to score: Score) -> Score {
        let raised = max(score, lower ?? score)
        return min(raised, upper ?? raised)
    }
}

extension ScoreRange: CustomStringConvertible {
    /// `100`, `0 to 100`, `at least 0`, `at most 100`.
    public var description: String {
        switch (lower, upper) {
        case (let lower?, let upper?) where lower == upper: lower.text()
        case (let lower?, let upper?): "\(lower.text()) to \(upper.text())"
        case (let lower?, nil): "at least \(lower.text())"
        case (nil, let upper?): "at most \(upper.text())"
        case (nil, nil): "any"
        }
    }
}
