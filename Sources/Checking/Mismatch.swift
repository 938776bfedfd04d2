/// The first place where an output stops being right, told in words a contestant or a setter understands.
public struct Mismatch: Hashable, Sendable {
    /// What is wrong there.
    public enum Reason: Hashable, Sendable {
        /// The tokens differ; `onlyCase` when nothing but the case of ASCII letters does.
        case token(onlyCase: Bool)
        /// The answer has a number, the output has none.
        case notANumber
        /// Both have numbers, too far apart. `relative` is nil when the answer is zero or not finite; a tolerance is
        /// nil when it is not set.
        case number(absolute: Double, relative: Double?, tolerance: Double?, relativeTolerance: Double?)
        /// The output ends after this many tokens; `isBlank` when it has bytes, but whitespace only.
        case missing(tokens: Int, isBlank: Bool)
        /// The answer ends, the output goes on.
        case trailing
        /// The whitespace differs, and had to be equal.
        case whitespace
    }

    /// What is wrong.
    public var reason: Reason
    /// What the answer has there: a token's excerpt with non-printing bytes escaped, or the name of a byte.
    public var expected: String
    /// What the output has there, in the same form.
    public var found: String
    /// Where in the output.
    public var output: TextPosition
    /// Where in the judge's answer.
    public var answer: TextPosition

    /// A mismatch made of these parts.
    public init(reason: Reason, expected: String, found: String, output: TextPosition, answer: TextPosition) {
        self.reason = reason
        self.expected = expected
        self.found = found
        self.output = output
        self.answer = answer
    }
}

/// A place in a text. Lines end at `\n`; columns count bytes.
public struct TextPosition: Hashable, Sendable {
    /// The line, from 1.
    public var line: Int
    /// The byte of the line, from 1.
    public var column: Int

    /// The byte `column` of line `line`, both from 1.
    public init(line: Int = 1, column: Int = 1) {
        self.line = line
        self.column = column
    }
}

extension TextPosition: CustomStringConvertible {
    /// `line 3, column 5`.
    public var description: String { "line \(line), column \(column)" }
}

extension Mismatch: CustomStringConvertible {
    /// `line 3, column 5: expected "17", got "18"`; the answer's position is added where it is another one.
    public var description: String {
        switch reason {
        case .token(let onlyCase):
            "\(output): expected \(expected), got \(found)" + (onlyCase ? "; only the case differs" : "") + elsewhere
        case .notANumber:
            "\(output): expected the number \(expected), got \(found)" + elsewhere
        case .number(let absolute, let relative, let tolerance, let relativeTolerance):
            "\(output): expected \(expected), got \(found): "
                + Self.errorText("error", absolute, allowed: tolerance)
                + (relative.map { ", " + Self.errorText("relative error", $0, allowed: relativeTolerance) } ?? "")
                + elsewhere
        case .missing(0, let isBlank):
            "output " + (isBlank ? "has only whitespace" : "is empty")
                + ", expected \(expected) (answer line \(answer.line))"
        case .missing(let tokens, _):
            "output ends after \(tokens) token" + (tokens == 1 ? "" : "s")
                + ", expected \(expected) (answer line \(answer.line))"
        case .trailing:
            "trailing output \(found) at line \(output.line), column \(output.column)"
        case .whitespace:
            "\(output): whitespace differs: expected \(expected), got \(found)" + elsewhere
        }
    }

    private var elsewhere: String {
        answer == output ? "" : " (answer \(answer))"
    }

    private static func errorText(_ name: String, _ size: Double, allowed: Double?) -> String {
        "\(name) \(size.shortText)" + (allowed.map { " (allowed \($0.shortText))" } ?? "")
    }
}

extension Double {
    /// Three significant digits, `1.23e-07` where it is shorter: for messages only.
    var shortText: String {
        guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
        let text = "\(self)"
        // Swift prints the shortest text that reads back as the same number; only long ones need rounding.
        guard text.utf8.count > 7 else { return text.hasSuffix(".0") ? String(text.dropLast(2)) : text }
        var scaled = magnitude
        var exponent = 0
        while scaled >= 9.995 { (scaled, exponent) = (scaled / 10, exponent + 1) }
        while scaled < 0.9995 { (scaled, exponent) = (scaled * 10, exponent - 1) }
        let hundredths = Int((scaled * 100).rounded())
        let fraction = hundredths % 100
        let digits = "\(hundredths / 100)." + (fraction < 10 ? "0" : "") + "\(fraction)"
        return (self < 0 ? "-" : "") + digits + "e\(exponent)"
    }
}

/// What a checker says of one output.
public enum CheckOutcome: Hashable, Sendable {
    /// The output is right.
    case accepted
    /// The output is wrong, and where.
    case rejected(Mismatch)
    /// The checker could not decide; the text says why. Never the submission's fault.
    case judgeError(String)
}
