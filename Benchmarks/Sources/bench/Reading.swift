/// What a figure came to, held against its target.
struct Reading: Sendable {
    /// What a figure has to reach.
    enum Target: Sendable {
        case atMost(Double)
        case atLeast(Double)

        func isMet(by value: Double) -> Bool {
            switch self {
            case .atMost(let limit): value <= limit
            case .atLeast(let limit): value >= limit
            }
        }

        var text: String {
            switch self {
            case .atMost(let limit): "<= \(limit.shortText)"
            case .atLeast(let limit): ">= \(limit.shortText)"
            }
        }
    }

    /// The figure's name, with what was measured in particular after it.
    var name: String
    /// What was measured; nil if it could not be.
    var value: Double?
    /// Digits after the point that mean something.
    var digits = 2
    var unit = ""
    var target: Target
    /// Why a value within its target is not good enough; nil if it is.
    var objection: String?
    /// The medians behind the value, how often they were taken, or why there is no value.
    var detail: String

    /// nil if nothing was measured.
    var isMet: Bool? { value.map { target.isMet(by: $0) && objection == nil } }

    /// `run-latency  1.42  <= 1.5  met  bare 400 us, …`.
    var line: String {
        let shown = value.map { $0.text(digits) + (unit.isEmpty ? "" : " " + unit) } ?? "-"
        let limit = target.text + (unit.isEmpty ? "" : " " + unit)
        let verdict = isMet.map { $0 ? "met" : "missed" } ?? "not measured"
        let explanation = (objection.map { $0 + "; " } ?? "") + detail
        return [(name, 26), (shown, 12), (limit, 12), (verdict, 13)]
            .map { $0.0.padded(to: $0.1) }.joined(separator: " ") + " " + explanation
    }

    /// The same as one JSON object.
    var json: String {
        let fields = [
            "\"name\": \(name.quoted)", "\"value\": \(value.map { $0.text(6) } ?? "null")", "\"unit\": \(unit.quoted)",
            "\"target\": \(target.text.quoted)", "\"met\": \(isMet.map { "\($0)" } ?? "null")",
            "\"detail\": \(((objection.map { $0 + "; " } ?? "") + detail).quoted)",
        ]
        return "{" + fields.joined(separator: ", ") + "}"
    }
}

extension Double {
    /// Without digits that say nothing: `7`, `0.8`, `0.255`.
    fileprivate var shortText: String {
        var text = text(3)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// As a JSON string; the lines of this program hold no control characters but what programs print.
    fileprivate var quoted: String {
        var result = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case let scalar where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
