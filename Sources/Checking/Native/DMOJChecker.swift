import StrictYAML
import Units

/// The checkers of DMOJ, which have arguments.
enum DMOJChecker: String, CaseIterable {
    case standard = "dmoj.standard"
    case easy = "dmoj.easy"
    case floats = "dmoj.floats"
    case floatsAbsolute = "dmoj.floatsabs"
    case floatsRelative = "dmoj.floatsrel"
    case identical = "dmoj.identical"
    case lineCount = "dmoj.linecount"
    case lineMatches = "dmoj.linematches"
    case rightStripped = "dmoj.rstripped"
    case sorted = "dmoj.sorted"
    case unordered = "dmoj.unordered"

    /// What it compares, in one line.
    var summary: String {
        switch self {
        case .standard: "tokens, on the same lines"
        case .easy: "characters in any order and case, blanks left out"
        case .floats: "lines of tokens, numbers within {\"precision\": 6} digits, \"error_mode\""
        case .floatsAbsolute: "as dmoj.floats, by absolute error"
        case .floatsRelative: "as dmoj.floats, by relative error"
        case .identical: "equal bytes; {\"pe_allowed\": true} tells when only whitespace differs"
        case .lineCount: "lines, each worth the same part of the points"
        case .lineMatches: "lines, weighted by {\"point_distribution\": [1]}, \"filler_lines_required\""
        case .rightStripped: "lines without blanks at their ends; {\"filter_new_line\": true} drops empty ones"
        case .sorted: "lines of tokens in any order, or tokens, {\"split_on\": \"whitespace\"}"
        case .unordered: "tokens in any order"
        }
    }

    /// The rule with the package's arguments.
    func rule(_ arguments: [String]) throws(CheckingError) -> NativeRule {
        let arguments = try DMOJArguments(arguments, known: knownArguments + ["binary_data"])
        // As it is, and not with its ends of lines as DMOJ keeps them.
        let isBinary = try arguments.flag("binary_data", or: false)
        switch self {
        case .standard: return .spacedTokens(SpacedTokens())
        case .easy: return .letters
        case .floats:
            return floats(
                try arguments.value("error_mode") { node throws(Diagnostic) in try node.choice() } ?? .either,
                try arguments.epsilon())
        case .floatsAbsolute: return floats(.absolute, try arguments.epsilon())
        case .floatsRelative: return floats(.relative, try arguments.epsilon())
        case .identical:
            return .identical(tellsWhitespace: try arguments.flag("pe_allowed", or: true), isBinary: isBinary)
        case .lineCount: return .scoredLines(.equalParts)
        case .lineMatches: return .scoredLines(try arguments.scoredLines())
        case .rightStripped:
            var format = LineFormat(separators: ByteSet("\r\n"), lineEnd: .c, keepsEmptyEnd: true)
            format.dropsEmpty = try arguments.flag("filter_new_line", or: false)
            return isBinary ? .lines(LineRule(format: format)) : .normalizedLines(LineRule(format: format))
        case .sorted:
            return .multiset(try arguments.value("split_on") { node throws(Diagnostic) in try node.choice() } ?? .lines)
        case .unordered: return .multiset(.words)
        }
    }

    private func floats(_ mode: FloatTolerance.Mode, _ epsilon: Double) -> NativeRule {
        .lines(LineRule(format: .dmoj, match: .floats(FloatTolerance(mode: mode, epsilon: epsilon))))
    }

    private var knownArguments: [String] {
        switch self {
        case .standard, .easy, .unordered: []
        case .floats: ["precision", "error_mode"]
        case .floatsAbsolute, .floatsRelative: ["precision"]
        case .identical: ["pe_allowed"]
        case .lineCount: ["feedback"]
        case .lineMatches: ["point_distribution", "filler_lines_required"]
        case .rightStripped: ["filter_new_line"]
        case .sorted: ["split_on"]
        }
    }
}
