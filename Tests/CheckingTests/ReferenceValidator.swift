import Glibc

@testable import Checking

/// The default validators once more, written to be obviously right and nothing else: whole texts are cut into tokens and
/// gaps, numbers are read by the C library, and everything is compared in order.
struct ReferenceValidator {
    var dialect: Dialect
    var isCaseSensitive = false
    var isSpaceSensitive = false
    var absolute: LongDouble = -1
    var relative: LongDouble = -1

    func accepts(_ output: [UInt8], _ answer: [UInt8]) -> Bool {
        let (outputTokens, outputGaps) = Self.cut(output)
        let (answerTokens, answerGaps) = Self.cut(answer)
        guard outputTokens.count == answerTokens.count else { return false }
        if isSpaceSensitive && outputGaps != answerGaps { return false }
        return zip(answerTokens, outputTokens).allSatisfy(areEqual)
    }

    /// The tokens, and the whitespace before, between and behind them.
    private static func cut(_ text: [UInt8]) -> (tokens: [[UInt8]], gaps: [[UInt8]]) {
        var (tokens, gaps, gap, token) = ([[UInt8]](), [[UInt8]](), [UInt8](), [UInt8]())
        for byte in text + [0x20] {
            if [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(byte) {
                if !token.isEmpty { tokens.append(token) }
                token = []
                gap.append(byte)
            } else {
                if token.isEmpty { gaps.append(gap) }
                gap = []
                token.append(byte)
            }
        }
        return (tokens, gaps + [gap])
    }

    private func areEqual(_ expected: [UInt8], _ found: [UInt8]) -> Bool {
        switch dialect {
        case .icpc:
            if expected == found { return true }
            guard absolute >= 0 || relative >= 0, let first = decimal(expected), let second = decimal(found) else {
                return folded(expected) == folded(found)
            }
            return (absolute >= 0 && abs(second - first) <= absolute)
                || (relative >= 0 && abs((second - first) / first) <= relative)
        case .kattisLegacy:
            guard absolute >= 0 || relative >= 0, let first = scanned(expected), first.isFinite else {
                return folded(expected.prefix { $0 != 0 }) == folded(found.prefix { $0 != 0 })
            }
            guard let second = scanned(found), second.isFinite else { return false }
            let error = abs(Double(first) - Double(second))
            return error <= Double(absolute) || error <= Double(relative) * abs(Double(first))
        case .domjudge:
            guard absolute >= 0 || relative >= 0, let first = scanned(expected) else {
                return folded(expected) == folded(found)
            }
            guard let second = scanned(found) else { return false }
            return areClose(first, second)
        }
    }

    private func areClose(_ first: LongDouble, _ second: LongDouble) -> Bool {
        if first.isNaN || second.isNaN { return first.isNaN && second.isNaN }
        if first.isInfinite || second.isInfinite { return first == second }
        let isAbsolutelyFar = abs(second - first) > absolute
        let isRelativelyFar = abs((second - first) / first) > relative
        if absolute >= 0 && relative >= 0 { return !(isAbsolutelyFar && isRelativelyFar) }
        return absolute >= 0 ? !isAbsolutelyFar : !isRelativelyFar
    }

    private func folded(_ token: some Sequence<UInt8>) -> [UInt8] {
        token.map { !isCaseSensitive && (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
    }

    private func decimal(_ token: [UInt8]) -> LongDouble? {
        let text = String(decoding: token, as: UTF8.self)
        guard text.wholeMatch(of: /[+\-]?([0-9]*\.[0-9]+|[0-9]+\.|[0-9]+)([Ee][+\-]?[0-9]+)?/) != nil else {
            return nil
        }
        let number = unsafe text.withCString { unsafe LongDouble.read($0) }
        return number.isOutOfRange ? nil : number.value
    }

    /// `sscanf(token, "%lf%10s")` or `"%Lf%10s"`.
    private func scanned(_ token: [UInt8]) -> LongDouble? {
        if dialect == .kattisLegacy { return scan(token, into: Double(0), "%lf%10s").map { LongDouble($0) } }
        return scan(token, into: LongDouble(0), "%Lf%10s")
    }

    private func scan<Number>(_ token: [UInt8], into zero: Number, _ format: String) -> Number? {
        var value = zero
        var trash = [CChar](repeating: 0, count: 20)
        let text = token.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
        let count = unsafe trash.withUnsafeMutableBufferPointer { trash in
            unsafe withUnsafeMutablePointer(to: &value) { value in
                guard let end = trash.baseAddress else { return Int32(0) }
                return unsafe withVaList([value, end]) { unsafe vsscanf(text, format, $0) }
            }
        }
        return count == 1 ? value : nil
    }
}
