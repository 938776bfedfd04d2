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
        _ verdict: TokenRules.Match, _ expected: UnsafeRawBufferPointer, _ found: UnsafeRawBufferPointer,
        _ rules: TokenRules
    ) -> Mismatch.Reason {
        switch verdict {
        case .notANumber:
            return .notANumber
        case .tooFar(let first, let second) where first.isFinite && second.isFinite:
            let relative = Double(abs((second - first) / first))
            return .number(
                absolute: Double(abs(second - first)), relative: relative.isFinite ? relative : nil,
                tolerance: rules.absolute >= 0 ? Double(rules.absolute) : nil,
                relativeTolerance: rules.relative >= 0 ? Double(rules.relative) : nil)
        case .equal, .different, .tooFar:
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
    let (lows, ones) = (0x7F7F_7F7F_7F7F_7F7F as UInt64, 0x0101_0101_0101_0101 as UInt64)
    var (total, index) = (0, 0)
    while index + 8 <= text.count {
        // Eight counters in one word; each holds at most 255.
        var counts: UInt64 = 0
        let end = min(text.count - 7, index + 255 * 8)
        while index < end {
            // The top bit of every byte that is not a newline, so of every byte that does not become zero.
            let word = unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ (ones &* 0x0A)
            let others = ((word & lows) &+ lows) | word
            counts &+= (~others >> 7) & ones
            index &+= 8
        }
        for shift in stride(from: 0, to: 64, by: 8) { total += Int(counts >> UInt64(shift) & 0xFF) }
    }
    while index < text.count {
        if unsafe text[index] == 0x0A { total += 1 }
        index += 1
    }
    return total
}

private func tokenCount(_ text: UnsafeRawBufferPointer) -> Int {
    var (count, wasSpace) = (0, true)
    for index in 0..<text.count {
        let isBlank = unsafe isSpace(text[index])
        if wasSpace && !isBlank { count += 1 }
        wasSpace = isBlank
    }
    return count
}
