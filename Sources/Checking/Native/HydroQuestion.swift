import Grading
import StrictYAML
import Units

/// A question of a problem of Hydro's type `objective`. The texts are YAML: the answer a `config.yaml`, which has under `answers` and the
/// question's key what is right, and the output a mapping of keys to answers.
///
/// Right is one answer, `[A, 5]`; a list, of which some without a wrong one get half of the points, rounded down, `[[A, C], 5]`; or each of
/// several with points of its own, `{A: 5, B: 3}`. A part is one of the most points that there are.
struct HydroQuestion: Sendable {
    static let name = "hydro.objective"
    static let summary = "the answer to a question, whose key is the argument (1), in a text in YAML"

    /// What the question is called.
    let key: String

    /// A value as JavaScript tells it from others.
    private enum Value: Hashable {
        case text(String)
        case number(Double)
        case flag(Bool)
    }

    /// What an answer is worth by itself.
    private struct Worth {
        /// The most points.
        var most: Score
        /// The points of the answer.
        var points: Score
        var isRight: Bool
    }

    func check(_ texts: ComparedTexts) throws(Rejection) -> CheckerResult {
        let right: YAMLNode
        do {
            right = try Self.mapping(texts.answer, called: "config.yaml").mapping("answers").value(key)
        } catch {
            throw Rejection(.judgeError, Self.printable("there is no right answer to \(key): \(error.message)"))
        }
        let given: YAMLNode?
        do {
            given = try Self.mapping(texts.output, called: "answers")[key]
        } catch {
            throw Rejection(.wrongAnswer, Self.printable("the answers are no mapping in YAML: \(error.message)"))
        }
        guard let given, !Self.isNothing(given) else {
            throw Rejection(.wrongAnswer, Self.printable("there is no answer to \(key)"))
        }
        let worth: Worth
        do {
            worth = try Self.worth(of: given, as: right)
        } catch {
            throw Rejection(.judgeError, Self.printable("what is right for \(key) cannot be read: \(error.message)"))
        }
        guard worth.points < worth.most || !worth.isRight else { return CheckerResult(.accepted) }
        let message = Self.printable("the answer to \(key) is \(worth.points > .zero ? "right in part" : "wrong")")
        return CheckerResult(
            worth.isRight ? .accepted : .wrongAnswer,
            award: worth.points > .zero ? .part(worth.points / worth.most) : nil, message: message)
    }

    /// The words without what is no character for people.
    private static func printable(_ words: String) -> String {
        String(String.UnicodeScalarView(words.unicodeScalars.map { $0.value >= 0x20 && $0.value != 0x7F ? $0 : " " }))
    }

    private static func mapping(_ text: [UInt8], called name: String) throws(Diagnostic) -> YAMLMapping {
        try YAMLDocument(bytes: text, file: name).root.mapping()
    }

    private static func worth(of given: YAMLNode, as right: YAMLNode) throws(Diagnostic) -> Worth {
        if right.isMapping {
            let mapping = try right.mapping()
            var scores: [String: Score] = [:]
            for answer in mapping.keys { scores[answer] = try score(mapping.value(answer)) }
            let points = scores[text(of: given)] ?? .zero
            return Worth(most: scores.values.max() ?? .zero, points: points, isRight: points > .zero)
        }
        let pair = try right.sequence()
        guard pair.count == 2 else { throw right.error("must be an answer and its points") }
        let most = try score(pair[1])
        guard pair[0].isSequence else {
            let isRight = text(of: pair[0], isTrimmed: false) == text(of: given)
            return Worth(most: most, points: isRight ? most : .zero, isRight: isRight)
        }
        let answers = try pair[0].sequence().map(value)
        let chosen = Set(given.isSequence ? try given.sequence().map(value) : [value(given)])
        guard !chosen.isEmpty, chosen.isSubset(of: answers) else {
            return Worth(most: most, points: .zero, isRight: false)
        }
        let isRight = chosen.count == answers.count
        return Worth(most: most, points: isRight ? most : (most / Score(2)).roundedDown, isRight: isRight)
    }

    private static func score(_ node: YAMLNode) throws(Diagnostic) -> Score {
        let text = try node.string()
        guard let score = Score(parsing: text), !text.contains("/") else {
            throw node.error("must be a number of points")
        }
        return score
    }

    /// Whether JavaScript takes it for no answer.
    private static func isNothing(_ node: YAMLNode) -> Bool {
        guard !node.isNull else { return true }
        guard !node.isSequence, !node.isMapping else { return false }
        return [.text(""), .number(0), .flag(false)].contains(value(node))
    }

    private static func value(_ node: YAMLNode) -> Value? {
        if let flag = try? node.boolean() { return .flag(flag) }
        if let number = try? node.double() { return .number(number) }
        // What is no value by itself is none of the right ones.
        return (try? node.string()).map { .text($0) }
    }

    /// The value as JavaScript writes it, a list with commas.
    private static func text(of node: YAMLNode, isTrimmed: Bool = true) -> String {
        let text: String
        if node.isSequence {
            text = ((try? node.sequence()) ?? []).map { self.text(of: $0, isTrimmed: false) }.joined(separator: ",")
        } else {
            text =
                switch value(node) {
                case .text(let text)?: text
                case .number(let number)?: ScriptNumber.text(number)
                case .flag(let flag)?: "\(flag)"
                case nil: node.isMapping ? "[object Object]" : ""
                }
        }
        guard isTrimmed else { return text }
        let start = text.drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}

/// Numbers as JavaScript writes them.
enum ScriptNumber {
    /// The shortest text that is the number.
    static func text(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if number == 0 { return "0" }
        let (digits, point) = parts(number.magnitude)
        let sign = number < 0 ? "-" : ""
        if point > 21 || point < -5 {
            let rest = digits.dropFirst()
            let exponent = point - 1
            return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e" + (exponent < 0 ? "-" : "+")
                + "\(abs(exponent))"
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if digits.count <= point { return sign + digits + String(repeating: "0", count: point - digits.count) }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }

    /// The shortest digits of a number above 0, and before how many of them the point stands.
    private static func parts(_ number: Double) -> (digits: String, point: Int) {
        let text = "\(number)".split(separator: "e")
        let decimal = text[0].split(separator: ".", omittingEmptySubsequences: false)
        let (whole, fraction) = (decimal[0], decimal.count > 1 ? decimal[1] : "")
        let exponent = text.count > 1 ? Int(text[1]) ?? 0 : 0
        let all = whole + fraction
        let leading = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leading)
        while digits.last == "0" { digits.removeLast() }
        return (String(digits), whole.count + exponent - leading)
    }
}
