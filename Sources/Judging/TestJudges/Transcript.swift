import Sandbox
import Units

/// What a program and an interactor said to each other: the beginning and the end of it, with times.
///
/// It stays small however much is said, and takes time only for what is said.
struct Transcript: Sendable {
    /// The most bytes of the beginning, and of the end.
    static let limit = textLimit / 2 - 128
    /// What an entry counts for besides its words.
    private static let overhead = 32
    /// The most bytes of the text that is made of it.
    static let textLimit = 32 << 10

    private enum Event: Sendable {
        case words(Interaction.Side, [UInt8])
        case remark(String)
    }

    private struct Entry: Sendable {
        var time: Duration
        var event: Event

        var size: Int {
            switch event {
            case .words(_, let bytes): bytes.count + overhead
            case .remark(let text): text.utf8.count + overhead
            }
        }
    }

    private var head: [Entry] = []
    private var headSize = 0
    private var isHeadFull = false
    private var tail: [Entry] = []
    private var tailSize = 0
    private var leftOut = 0

    /// Whether nothing was said, and nothing remarked.
    var isEmpty: Bool { head.isEmpty }

    /// Notes what `side` said.
    mutating func add(_ bytes: [UInt8], from side: Interaction.Side, at time: Duration) {
        var rest = bytes[...]
        if !isHeadFull {
            let part = rest.prefix(max(0, Self.limit - headSize - Self.overhead))
            if !part.isEmpty { headSize += Self.append(part, from: side, at: time, to: &head) }
            rest = rest.dropFirst(part.count)
            isHeadFull = !rest.isEmpty
        }
        guard !rest.isEmpty else { return }
        // Of more than that nothing could stay.
        let kept = rest.suffix(Self.limit)
        leftOut += rest.count - kept.count
        tailSize += Self.append(kept, from: side, at: time, to: &tail)
        trimIfLarge()
    }

    /// Notes what happened otherwise.
    mutating func add(remark: String, at time: Duration) {
        let entry = Entry(time: time, event: .remark(remark))
        if isHeadFull {
            tail.append(entry)
            tailSize += entry.size
            trimIfLarge()
        } else {
            head.append(entry)
            headSize += entry.size
        }
    }

    /// Adds words to the last entry if that is the beginning of their line, or else as a new one. Answers how much there is more.
    private static func append(
        _ bytes: ArraySlice<UInt8>, from side: Interaction.Side, at time: Duration, to entries: inout [Entry]
    ) -> Int {
        if let last = entries.indices.last, case .words(side, var before) = entries[last].event,
            before.last != UInt8(ascii: "\n")
        {
            // The entry's own are given up first, so that they are not copied.
            entries[last].event = .remark("")
            before += bytes
            entries[last].event = .words(side, before)
            return bytes.count
        }
        entries.append(Entry(time: time, event: .words(side, Array(bytes))))
        return bytes.count + overhead
    }

    /// Not at every byte that a program writes.
    private mutating func trimIfLarge() {
        if tailSize > 2 * Self.limit { trim() }
    }

    /// Leaves out of the end's beginning what is too much.
    private mutating func trim() {
        var start = 0
        while tailSize > Self.limit, start < tail.count {
            let excess = tailSize - Self.limit
            if case .words(let side, let bytes) = tail[start].event, bytes.count > excess {
                tail[start].event = .words(side, Array(bytes.dropFirst(excess)))
                leftOut += excess
                tailSize -= excess
            } else {
                if case .words(_, let bytes) = tail[start].event { leftOut += bytes.count }
                tailSize -= tail[start].size
                start += 1
            }
        }
        tail.removeFirst(start)
    }
}

extension Transcript {
    /// The first line of the text: what it is.
    static let title = "a second run through a relay: > the submission, < the interactor"

    /// A line for each line that was said, and for each remark: `0.012 s > measure 5`.
    var text: String {
        var whole = self
        whole.trim()
        var lines = [Self.title] + head.dropLast().flatMap { Self.lines(of: $0) }
        if let last = head.last { lines += Self.lines(of: last, isCut: isHeadFull) }
        if whole.leftOut > 0 { lines.append("[… \(whole.leftOut) bytes left out …]") }
        lines += whole.tail.flatMap { Self.lines(of: $0) }
        return lines.joined(separator: "\n").headAndTail(Self.textLimit)
    }

    /// - Parameter isCut: whether its last line may go on in what was left out.
    private static func lines(of entry: Entry, isCut: Bool = false) -> [String] {
        let time = entry.time.secondsText
        switch entry.event {
        case .remark(let text): return ["\(time) \(text)"]
        case .words(let side, let bytes):
            let mark = side == .first ? ">" : "<"
            var said = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let isWhole = said.last?.isEmpty ?? true
            if isWhole { said = said.dropLast() }
            var lines = said.map { "\(time) \(mark) \(ByteText.decode($0))" }
            if !isWhole, !isCut, let last = lines.popLast() { lines.append(last + " [no line end]") }
            return lines
        }
    }
}
