import TestSupport
@testable import Checking

/// A random answer, a random output that resembles it, and random flags.
struct RandomCase {
    var arguments: [String] = []
    var answer: [UInt8] = []
    var output: [UInt8] = []
    var reference: ReferenceValidator

    private static let spaces = [" ", "\n", "\t", "\r\n", "\r", "\u{B}", "\u{C}", "  ", " \n"].map { Array($0.utf8) }
    private static let tokens =
        """
        1 2 1.0 1.00 +1 -1 0 -0 0.0 .5 5. 0.5 5e-1 1e 1e+ 0x10 16 0x1p4 inf INF Infinity nan NaN -nan -inf 1e400 2e400
        1e5000 2e5000 1e-400 1e-5000 1e-4940 9007199254740993 9007199254740992 9007199254740991 18446744073709551617
        18446744073709551616 1.000001 0.999999 1.0000001 1.1 0.9 abc ABC aBc a É é 1_000 1,000 1000 007 7 1f 50% e0 . + -
        123456789012345678901234567890.123456789012345678901234567890 0x. 0x infin word wordy
        """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
        + [[0], [0x61, 0, 0x62], [0x61, 0, 0x63], [0x31, 0], [0x31, 0x2E, 0x30, 0, 0x78], [0xFF], [0x1A]]
        + [[UInt8](repeating: 0x61, count: 700), [UInt8](repeating: 0x41, count: 700) + [0x62]]
    private static let tolerances = ["0", "1e-6", "0.1", "0.5", "1e-9", "inf", "0x1p-3", "3"]

    init(dialect: Dialect, _ random: inout SeededGenerator) {
        reference = ReferenceValidator(dialect: dialect)
        chooseFlags(&random)
        var tokens = (0..<random.below(5)).map { _ in Self.token(&random) }
        var gaps = tokens.map { _ in Self.gap(&random) } + [random.chance(1, in: 8) ? Self.gap(&random) : []]
        answer = Self.join(tokens, gaps)
        for index in tokens.indices where random.chance(1, in: 3) {
            tokens[index] = Self.changed(tokens[index], &random)
        }
        for index in gaps.indices where random.chance(1, in: 12) { gaps[index] = Self.gap(&random) }
        if random.chance(1, in: 15) { tokens = tokens.dropLast() }
        if random.chance(1, in: 15) { tokens.append(Self.token(&random)) }
        output = Self.join(tokens, gaps)
        if random.chance(1, in: 8) { output = output.dropLast() }
    }

    private mutating func chooseFlags(_ random: inout SeededGenerator) {
        if random.chance(1, in: 4) {
            arguments.append("case_sensitive")
            reference.isCaseSensitive = true
        }
        if random.chance(1, in: 4) {
            arguments.append("space_change_sensitive")
            reference.isSpaceSensitive = true
        }
        guard random.chance(2, in: 3) else { return }
        let first = Self.tolerance(&random)
        if random.chance(1, in: 2), reference.dialect != .kattisLegacy || first.value.isFinite {
            arguments += ["float_tolerance", first.text]
            (reference.absolute, reference.relative) = (first.value, first.value)
            return
        }
        if random.chance(1, in: 2), reference.dialect != .kattisLegacy || first.value.isFinite {
            arguments += ["float_absolute_tolerance", first.text]
            reference.absolute = first.value
        }
        let second = Self.tolerance(&random)
        if random.chance(1, in: 2), reference.dialect != .kattisLegacy || second.value.isFinite {
            arguments += ["float_relative_tolerance", second.text]
            reference.relative = second.value
        }
        if reference.dialect == .kattisLegacy {
            reference.absolute = LongDouble(Double(reference.absolute))
            reference.relative = LongDouble(Double(reference.relative))
        }
    }

    private static func tolerance(_ random: inout SeededGenerator) -> (text: String, value: LongDouble) {
        let text = tolerances[random.below(tolerances.count)]
        return (text, unsafe text.withCString { unsafe LongDouble.read($0) }.value)
    }

    private static func token(_ random: inout SeededGenerator) -> [UInt8] {
        guard random.chance(2, in: 5) else { return tokens[random.below(tokens.count)] }
        var text = ["", "", "-", "+"][random.below(4)]
        text += (0...random.below(20)).map { _ in String(random.below(10)) }.joined()
        if random.chance(1, in: 2) {
            text += "." + (0..<random.below(22)).map { _ in String(random.below(10)) }.joined()
        }
        if random.chance(1, in: 6) { text += "e\(random.below(60) - 30)" }
        return Array(text.utf8)
    }

    private static func gap(_ random: inout SeededGenerator) -> [UInt8] {
        random.chance(2, in: 3) ? [random.chance(1, in: 2) ? 0x20 : 0x0A] : spaces[random.below(spaces.count)]
    }

    private static func changed(_ token: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        switch random.below(6) {
        case 0: return token.map { ($0 | 0x20) &- 0x61 < 26 ? $0 ^ 0x20 : $0 }
        case 1: return token + [0x30]
        case 2:
            var changed = token
            changed[random.below(token.count)] = [0x30, 0x31, 0x39, 0x61, 0x2E, 0x65, 0][random.below(7)]
            return changed
        case 3: return tokens[random.below(tokens.count)]
        case 4: return Array(token.dropLast()) + [0x39]
        default: return token
        }
    }

    private static func join(_ tokens: [[UInt8]], _ gaps: [[UInt8]]) -> [UInt8] {
        var text: [UInt8] = []
        for (index, token) in tokens.enumerated() { text += token + (index < gaps.count ? gaps[index] : []) }
        return text + (gaps.count > tokens.count ? gaps[tokens.count] : [])
    }
}
