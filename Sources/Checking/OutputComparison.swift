/// The comparison of one output with its answer while the output is being produced.
///
/// Feed it the pieces as they come, in any sizes; the outcome is the same as of the whole. Once a `feed` returns a
/// mismatch no continuation of the output can be accepted, and the run may be stopped.
public struct OutputComparison: Sendable {
    private let answer: [UInt8]
    private var loop: TokenLoop
    /// The token that the pieces so far end in.
    private var partial: [UInt8] = []
    /// The length of ``partial`` at which it is judged unfinished; doubled every time, so that the work stays linear.
    private var nextLook = Self.firstLook
    /// The position of the first byte not yet used up.
    private var position = TextPosition()
    private var isEmpty = true
    /// As long as the output is the answer's beginning, byte for byte, its length; nothing else is kept then.
    private var identical: Int? = 0
    private var mismatch: Mismatch?

    private static let firstLook = 256

    init(rules: TokenRules, answer: [UInt8]) {
        self.loop = TokenLoop(rules: rules)
        self.answer = answer
    }

    /// Takes the next piece of the output.
    /// - Returns: The mismatch if the output can no longer be accepted; nil if it still can. After a mismatch further
    ///   pieces change nothing.
    @discardableResult
    public mutating func feed(_ bytes: RawSpan) -> Mismatch? {
        unsafe bytes.withUnsafeBytes { unsafe feed($0) }
    }

    /// Takes the next piece of the output, and answers as `feed` of a span does.
    @discardableResult
    public mutating func feed(_ bytes: [UInt8]) -> Mismatch? {
        unsafe feed(bytes.span.bytes)
    }

    /// Says what the whole output is worth; nothing may be fed afterwards.
    public mutating func finish() -> CheckOutcome {
        if identical == answer.count { return .accepted }
        leaveIdentity()
        if mismatch == nil { usePartial(isLast: true) }
        return mismatch.map { .rejected($0) } ?? .accepted
    }

    private mutating func feed(_ bytes: UnsafeRawBufferPointer) -> Mismatch? {
        guard mismatch == nil, bytes.count > 0 else { return mismatch }
        isEmpty = false
        if unsafe continuesIdentity(bytes) { return nil }
        leaveIdentity()
        var start = 0
        if !partial.isEmpty {
            let end = unsafe tokenEnd(bytes, from: 0)
            guard end < bytes.count else {
                unsafe partial.append(contentsOf: bytes)
                lookAtPartial()
                return mismatch
            }
            // With the whitespace behind it the token is finished, and all of it is used up.
            start = end + 1
            unsafe partial.append(contentsOf: bytes[..<start])
            usePartial(isLast: false)
            guard mismatch == nil else { return mismatch }
        }
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
        let used = unsafe advance(over: rest, isLast: false)
        guard mismatch == nil, used < rest.count else { return mismatch }
        unsafe partial.append(contentsOf: rest[used...])
        lookAtPartial()
        return mismatch
    }

    private mutating func continuesIdentity(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let length = identical, bytes.count <= answer.count - length else { return false }
        let isEqual = unsafe answer.withUnsafeBytes { answer in
            unsafe areEqual(UnsafeRawBufferPointer(rebasing: answer[length..<length + bytes.count]), bytes)
        }
        if isEqual { identical = length + bytes.count }
        return isEqual
    }

    /// Brings everything else to where it would be, had the identical part been compared token by token.
    private mutating func leaveIdentity() {
        guard let length = identical else { return }
        identical = nil
        unsafe answer.withUnsafeBytes { answer in
            let start = unsafe length - tokenHead(answer, before: length, atMost: length)
            loop.skip(to: start)
            unsafe position.advance(over: answer, upTo: start)
        }
        partial = Array(answer[loop.answerOffset..<length])
    }

    /// Runs the loop over `window` and keeps count of lines. Returns how much of it was used up.
    private mutating func advance(over window: UnsafeRawBufferPointer, isLast: Bool) -> Int {
        var offset = 0
        unsafe answer.withUnsafeBytes { answer in
            guard
                let difference = unsafe loop.advance(answer: answer, output: window, from: &offset, isLast: isLast)
            else { return }
            mismatch = unsafe difference.mismatch(
                answer: answer, output: window, start: position, isEmpty: isEmpty, rules: loop.rules)
        }
        unsafe position.advance(over: window, upTo: offset)
        return offset
    }

    private mutating func usePartial(isLast: Bool) {
        var token: [UInt8] = []
        swap(&token, &partial)
        unsafe token.withUnsafeBytes { _ = unsafe advance(over: $0, isLast: isLast) }
        token.removeAll(keepingCapacity: true)
        swap(&token, &partial)
        nextLook = Self.firstLook
    }

    private mutating func lookAtPartial() {
        guard partial.count >= nextLook else { return }
        nextLook = partial.count * 2
        mismatch = unsafe partial.withUnsafeBytes { token in
            unsafe answer.withUnsafeBytes { answer in
                unsafe loop.judge(partial: token, answer: answer)?
                    .mismatch(answer: answer, output: token, start: position, isEmpty: false, rules: loop.rules)
            }
        }
    }
}
