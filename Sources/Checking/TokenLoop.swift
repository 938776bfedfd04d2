import Glibc

/// The comparison itself: walks an answer and an output side by side and stops at the first difference that counts.
///
/// Bytes that are alike are skipped without looking at them, whatever they are. Only where the two differ is the token that the
/// difference lies in found, by going back to its start, and judged by the rules.
struct TokenLoop: Sendable {
    let rules: TokenRules
    private let likeness: Likeness
    /// How far the answer is used up. Never inside a token.
    private(set) var answerOffset = 0

    init(rules: TokenRules) {
        self.rules = rules
        // Of numbers the rules have more to say than that they are written alike.
        likeness = Likeness(
            ofSpaces: !rules.isSpaceSensitive, ofCases: !rules.isCaseSensitive && !rules.comparesNumbers)
    }

    /// Starts at `offset` of the answer, which must not lie inside a token.
    mutating func skip(to offset: Int) {
        answerOffset = offset
    }

    /// A difference that rejects the output; offsets count from the start of the answer and of the window.
    enum Difference {
        case tokens(TokenRules.Match, answer: Range<Int>, output: Range<Int>)
        case missing(answer: Range<Int>, output: Int)
        case trailing(answer: Int, output: Range<Int>)
        case whitespace(answer: Int, output: Int)
    }

    /// Goes on at `offset` of the window `output` as far as can be decided, and moves `offset` there.
    ///
    /// Unless `isLast`, more output may follow the window: a token that touches its end is left for the next call.
    mutating func advance(
        answer: UnsafeRawBufferPointer, output: UnsafeRawBufferPointer, from offset: inout Int, isLast: Bool
    ) -> Difference? {
        var (a, o) = (answerOffset, offset)
        defer { (answerOffset, offset) = (a, o) }
        while true {
            let run = unsafe alikeLength(answer, a, output, o)
            a += run
            o += run
            let isInside = unsafe run > 0 && !isSpace(answer[a - 1])
            let isGap = unsafe endsToken(answer, a, true) && endsToken(output, o, isLast)
            if isInside && !isGap {
                let back = unsafe tokenHead(answer, before: a, atMost: run)
                a -= back
                o -= back
            } else if unsafe startsWithSpace(answer, a) || startsWithSpace(output, o) {
                if rules.isSpaceSensitive {
                    return o == output.count && !isLast ? nil : .whitespace(answer: a, output: o)
                }
                a = unsafe skipSpace(answer, from: a)
                o = unsafe skipSpace(output, from: o)
                continue
            }
            if rules.comparesNumbers, unsafe skipCloseNumber(answer, &a, output, &o, isLast) {
                // Where one is written otherwise, the next one probably is, too.
                while unsafe skipSameSpace(answer, &a, output, &o),
                    unsafe skipCloseNumber(answer, &a, output, &o, isLast)
                {}
                continue
            }
            if o == output.count {
                guard isLast, a < answer.count else { return nil }
                return unsafe .missing(answer: a..<tokenEnd(answer, from: a), output: o)
            }
            let end = unsafe tokenEnd(output, from: o)
            guard isLast || end < output.count else { return nil }
            guard a < answer.count else { return .trailing(answer: a, output: o..<end) }
            let answerEnd = unsafe tokenEnd(answer, from: a)
            let verdict = unsafe rules.compare(
                UnsafeRawBufferPointer(rebasing: answer[a..<answerEnd]),
                UnsafeRawBufferPointer(rebasing: output[o..<end]))
            guard case .equal = verdict else { return .tokens(verdict, answer: a..<answerEnd, output: o..<end) }
            (a, o) = (answerEnd, end)
        }
    }

    /// Moves behind the tokens at `a` and at `o`, if they are numbers that are surely close.
    @inline(__always)
    private func skipCloseNumber(
        _ answer: UnsafeRawBufferPointer, _ a: inout Int, _ output: UnsafeRawBufferPointer, _ o: inout Int,
        _ isLast: Bool
    ) -> Bool {
        var (answerEnd, end) = (a, o)
        guard let expected = unsafe PlainDecimal(answer, from: &answerEnd), unsafe endsToken(answer, answerEnd, true),
            let found = unsafe PlainDecimal(output, from: &end), unsafe endsToken(output, end, isLast),
            rules.areSurelyClose(expected, found)
        else { return false }
        (a, o) = (answerEnd, end)
        return true
    }

    /// Moves behind a byte of whitespace that both texts have there.
    @inline(__always)
    private func skipSameSpace(
        _ answer: UnsafeRawBufferPointer, _ a: inout Int, _ output: UnsafeRawBufferPointer, _ o: inout Int
    ) -> Bool {
        guard a < answer.count, o < output.count, unsafe answer[a] == output[o], unsafe isSpace(answer[a]) else {
            return false
        }
        a += 1
        o += 1
        return true
    }

    /// How many bytes are alike from `a` and from `o` on.
    @inline(__always)
    private func alikeLength(
        _ answer: UnsafeRawBufferPointer, _ a: Int, _ output: UnsafeRawBufferPointer, _ o: Int
    ) -> Int {
        guard let left = answer.baseAddress, let right = output.baseAddress else { return 0 }
        return unsafe likeness.length(left + a, right + o, min(answer.count - a, output.count - o))
    }

    /// What the beginning of a token that is still being written says already: a difference if no continuation can make
    /// it acceptable, nil if it is open.
    func judge(partial token: UnsafeRawBufferPointer, answer: UnsafeRawBufferPointer) -> Difference? {
        let a = answerOffset
        guard a < answer.count else { return .trailing(answer: a, output: 0..<token.count) }
        let end = unsafe tokenEnd(answer, from: a)
        let expected = unsafe UnsafeRawBufferPointer(rebasing: answer[a..<end])
        guard token.count > expected.count + Excerpt.reach else { return nil }
        // A number can be written at great length; a text that is already too long cannot become equal.
        if rules.comparesNumbers, rules.canBeNumber(length: token.count, expected: expected.count),
            unsafe rules.number(expected) != nil
        {
            return nil
        }
        guard unsafe !rules.areEqualTexts(expected, token) else { return nil }
        return .tokens(.different, answer: a..<end, output: 0..<token.count)
    }
}

/// Whether a token cannot go on at `offset`: whitespace is there, or the end of a text that is all there is.
@inline(__always)
private func endsToken(_ text: UnsafeRawBufferPointer, _ offset: Int, _ isAll: Bool) -> Bool {
    offset == text.count ? isAll : unsafe isSpace(text[offset])
}

@inline(__always)
private func startsWithSpace(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    unsafe offset < text.count && isSpace(text[offset])
}

@inline(__always)
private func skipSpace(_ text: UnsafeRawBufferPointer, from offset: Int) -> Int {
    var offset = offset
    while unsafe startsWithSpace(text, offset) { offset += 1 }
    return offset
}

/// Where the token at `offset` ends.
@inline(__always)
func tokenEnd(_ text: UnsafeRawBufferPointer, from offset: Int) -> Int {
    var offset = offset
    while offset < text.count, unsafe !isSpace(text[offset]) { offset += 1 }
    return offset
}

/// How many bytes before `offset`, at most `limit`, belong to the same token.
@inline(__always)
func tokenHead(_ text: UnsafeRawBufferPointer, before offset: Int, atMost limit: Int) -> Int {
    var length = 0
    while length < limit, unsafe !isSpace(text[offset - length - 1]) { length += 1 }
    return length
}

/// Whether two texts are equal byte for byte.
func areEqual(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
    guard first.count == second.count else { return false }
    guard let left = first.baseAddress, let right = second.baseAddress else { return true }
    return unsafe memcmp(left, right, first.count) == 0
}
