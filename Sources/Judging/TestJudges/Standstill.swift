import Sandbox
import Units

/// Why a program and an interactor came no further until the program's time by the clock was over: from what each had said, and
/// what it had read, when the program was stopped. A pure value.
struct Standstill: Hashable, Sendable {
    /// What one of the two wrote.
    struct Words: Hashable, Sendable {
        private(set) var bytes = 0
        private(set) var lines = 0
        /// Whether its last line has no end.
        private(set) var isLineOpen = false

        /// Takes account of what it wrote next.
        mutating func add(_ bytes: [UInt8]) {
            self.bytes += bytes.count
            lines += bytes.count { $0 == UInt8(ascii: "\n") }
            if let last = bytes.last { isLineOpen = last != UInt8(ascii: "\n") }
        }
    }

    /// One of the two.
    struct Speaker: Hashable, Sendable {
        var said = Words()
        /// How many bytes it was sent and has not read.
        var unread = 0
        /// Whether it used the processor towards the end.
        var computes = false
    }

    var submission = Speaker()
    var interactor = Speaker()

    /// `both wait: the submission has read 3 lines and waits for another; …`.
    var text: String {
        let parts = [
            Self.state(of: "the submission", submission, after: interactor.said),
            Self.state(of: "the interactor", interactor, after: submission.said), last,
        ]
        return (isMutual ? "both wait: " : "") + parts.compactMap(\.self).joined(separator: "; ")
    }

    /// Whether each has read all there is and waits for more.
    private var isMutual: Bool { [submission, interactor].allSatisfy { !$0.computes && $0.unread == 0 } }

    /// What the submission should look at.
    private var last: String? {
        guard !submission.computes, submission.unread == 0 else { return nil }
        let said = submission.said
        if said.bytes == 0 { return "the submission has sent nothing; does it flush its output?" }
        if said.isLineOpen { return "its last line, which ends at byte \(said.bytes), has no line end" }
        return "nothing was flushed after byte \(said.bytes)"
    }

    private static func state(of name: String, _ speaker: Speaker, after words: Words) -> String {
        if speaker.computes { return "\(name) computes" }
        if speaker.unread > 0 { return "\(name) does not read the \(count(speaker.unread, "byte")) that it was sent" }
        return words.bytes == 0
            ? "\(name) was sent nothing and waits" : "\(name) has read \(amount(words)) and waits for more"
    }

    private static func amount(_ words: Words) -> String {
        words.isLineOpen || words.lines == 0 ? count(words.bytes, "byte") : count(words.lines, "line")
    }

    private static func count(_ number: Int, _ unit: String) -> String {
        "\(number) \(unit)\(number == 1 ? "" : "s")"
    }
}
