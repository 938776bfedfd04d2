extension TokenLoop.Difference {
    /// Tells the difference in words: off the fast path, so lines and tokens are counted here and nowhere else.
    ///
    /// `start` is the position of the first byte of `output` in the whole output; `isEmpty`, whether that has no bytes.
    func mismatch(
        answer: UnsafeRawBufferPointer, output: UnsafeRawBufferPointer, start: TextPosition, isEmpty: Bool,
        rules: TokenRules
    ) -> Mismatch {
        func at(_ answerOffset: Int, _ outputOffset: Int) -> (output: TextPosition, answer: TextPosition) {
            var (before, answerBefore) = (start, TextPosition())
            unsafe before.advance(over: output, upTo: outputOffset)
            unsafe answerBefore.advance(over: answer, upTo: answerOffset)
            return (before, answerBefore)
        }
        func make(_ reason: Mismatch.Reason, _ expected: String, _ found: String, _ a: Int, _ o: Int) -> Mismatch {
            let position = at(a, o)
            return Mismatch(
                reason: reason, expected: expected, found: found, output: position.output, answer: position.answer)
        }
        switch self {
        case .tokens(let verdict, let answerRange, let outputRange):
            let expected = unsafe UnsafeRawBufferPointer(rebasing: answer[answerRange])
            let found = unsafe UnsafeRawBufferPointer(rebasing: output[outputRange])
            let focus = unsafe rules.firstDifference(expected, found)
            return unsafe make(
                reason(verdict, expected, found, rules), Excerpt.quoted(expected, around: focus),
                Excerpt.quoted(found, around: focus), answerRange.lowerBound, outputRange.lowerBound)
        case .missing(let range, let end):
            let tokens = unsafe tokenCount(UnsafeRawBufferPointer(rebasing: answer[..<range.lowerBound]))
            let expected = unsafe Excerpt.quoted(UnsafeRawBufferPointer(rebasing: answer[range]))
            return make(.missing(tokens: tokens, isBlank: !isEmpty), expected, "", range.lowerBound, end)
        case .trailing(let end, let range):
            let found = unsafe Excerpt.quoted(UnsafeRawBufferPointer(rebasing: output[range]))
            return make(.trailing, "", found, end, range.lowerBound)
        case .whitespace(let a, let o):
            let expected = unsafe a < answer.count ? Excerpt.name(of: answer[a]) : "the end"
            let found = unsafe o < output.count ? Excerpt.name(of: output[o]) : "the end"
            return make(.whitespace, expected, found, a, o)
        }
    }

    private func reason(
        _ verdict: TokenRules.Verdict, _ expected: UnsafeRawBufferPointer, _ found: UnsafeRawBufferPointer,
        _ rules: TokenRules
    ) -> Mismatch.Reason {
        switch verdict {
        case .notANumber:
            return .notANumber
        case .tooFar(let first, let second):
            let relative = Double(abs((second - first) / first))
            return .number(
                absolute: Double(abs(second - first)), relative: relative.isFinite ? relative : nil,
                tolerance: rules.absolute >= 0 ? Double(rules.absolute) : nil,
                relativeTolerance: rules.relative >= 0 ? Double(rules.relative) : nil)
        case .equal, .different:
            return unsafe .token(onlyCase: rules.differOnlyInCase(expected, found))
        }
    }
}

extension TokenRules {
    /// The first byte in which two tokens differ for these rules.
    fileprivate func firstDifference(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Int {
        let limit = min(first.count, second.count)
        for index in 0..<limit {
            let (left, right) = unsafe (first[index], second[index])
            guard left == right || (!isCaseSensitive && lowercased(left) == lowercased(right)) else { return index }
        }
        return limit
    }

    fileprivate func differOnlyInCase(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
        guard isCaseSensitive, first.count == second.count else { return false }
        return (0..<first.count).allSatisfy { unsafe lowercased(first[$0]) == lowercased(second[$0]) }
    }
}

extension TextPosition {
    /// Moves over the first `count` bytes of `text`.
    mutating func advance(over text: UnsafeRawBufferPointer, upTo count: Int) {
        guard count > 0 else { return }
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: text[..<count])
        let newlines = unsafe newlineCount(bytes)
        guard newlines > 0, let last = unsafe bytes.lastIndex(of: 0x0A) else {
            column += count
            return
        }
        line += newlines
        column = count - last
    }
}

private func newlineCount(_ text: UnsafeRawBufferPointer) -> Int {
    let newline = SIMD32<UInt8>(repeating: 0x0A)
    var (total, index) = (0, 0)
    while index + 32 <= text.count {
        // Each of the 32 counters holds at most 255.
        var counts = SIMD32<UInt8>()
        let end = min(text.count - 31, index + 255 * 32)
        while index < end {
            let block = unsafe text.loadUnaligned(fromByteOffset: index, as: SIMD32<UInt8>.self)
            counts.replace(with: counts &+ 1, where: block .== newline)
            index += 32
        }
        for lane in 0..<32 { total += Int(counts[lane]) }
    }
    while index < text.count {
        if unsafe text[index] == 0x0A { total += 1 }
        index += 1
    }
    return total
}

private func tokenCount(_ text: UnsafeRawBufferPointer) -> Int {
    var (count, wasSpace) = (0, true)
    for unsafe byte in unsafe text {
        if wasSpace && !isSpace(byte) { count += 1 }
        wasSpace = isSpace(byte)
    }
    return count
}
