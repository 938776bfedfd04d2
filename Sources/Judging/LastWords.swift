import Units

/// The line of a failed program's standard error that says what happened.
///
/// Where a runtime writes it differs: before a list of calls, after one, with words about itself at the end. What is known of
/// the runtimes' ways decides; else it is the last line that is not part of a list.
enum LastWords {
    /// The most bytes of it.
    static let limit = 200

    /// What is said, without the white space around it; empty if nothing is.
    static func line(of standardError: [UInt8]) -> String {
        var lines = standardError.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
            .suffix(lineLimit).map { Line(ByteText.decode(ByteText.prefix($0, 4 * limit))) }
        // What follows something that was left out is the end of a line.
        for (before, index) in zip(lines, lines.indices.dropFirst()) where before.text.hasPrefix(leftOut) {
            lines[index].isDetail = true
        }
        let words =
            headline(among: lines) ?? lines.last { !$0.isDetail }?.text ?? lines.last { !$0.text.isEmpty }?.text ?? ""
        guard words.utf8.count > limit else { return words }
        // What it is about stands behind a long introduction.
        let ends = endings.lazy.compactMap { words.ranges(of: $0).last }.map { "…" + words[$0.lowerBound...] }
        let end = ends.first ?? words
        return end.utf8.count > limit ? end.head(limit) + "…" : end
    }

    /// How what counts begins in lines that are too long.
    private static let endings = ["Assertion '", "Assertion `", "The promise rejected with the reason "]

    /// No more lines are looked at; a runtime that lists calls lists fewer.
    private static let lineLimit = 4096

    private struct Line {
        /// Without the white space around it.
        var text: String
        /// Whether it is about where something happened, or about the runtime, and not about what.
        var isDetail: Bool

        init(_ line: String) {
            text = String(line.drop(while: \.isWhitespace))
            while text.last?.isWhitespace == true { text.removeLast() }
            isDetail =
                line.first?.isWhitespace == true || !text.contains { $0.isLetter || $0.isNumber }
                || LastWords.details.contains(where: text.hasPrefix)
        }
    }

    /// How the line begins that stands for what was left out.
    private static let leftOut = "[… "

    /// How lines begin that say nothing of what happened, besides those that are indented.
    private static let details = [
        // Rust, Go, Haskell, Node.js, Java, PHP, .NET, Lua, D, Octave, R, Fortran, Python, OCaml, and what this program writes
        // where it left something out
        "note: run with `RUST_BACKTRACE", "note: Some details", "goroutine ", "exit status ", "[signal ",
        "CallStack (from ", "HasCallStack backtrace", "Node.js v", "(Use `node ", "Caused by:", "Suppressed: ", "... ",
        "Stack trace:", "#", "thrown in ", "Native stacktrace", "stack traceback:",
        "----------------", "??:? [0x", "error: called from", "Execution halted", "Calls: ", "Backtrace for this error",
        "Error termination. Backtrace", "Current thread 0x", "Thread 0x", "Stack (most recent call first", "Raised at ",
        "Raised by primitive operation", "Re-raised at ", "Called from ", leftOut,
    ]

    /// What a runtime's report begins with, and where in it the words are.
    private static let reports: [(begins: String, words: Place)] = [
        ("Traceback (most recent call last):", .nextHeadline), ("Exception in thread ", .here), ("panic: ", .here),
        ("fatal error: ", .here), ("FATAL ERROR: ", .here), ("thread '", .panic),
        ("Unhandled Exception:", .nextHeadline),
        ("An unhandled exception occurred at ", .nextHeadline), ("Runtime error ", .here),
        ("terminate called ", .withNext("what():")), ("PHP Fatal error: ", .lastOfChain), ("PHP Parse error: ", .here),
        ("==", .here), ("Node.js v", .afterCaret), ("while executing", .before), ("ERROR: In:", .before),
        ("Current stack trace:", .before), ("Error in ", .continued), ("Unhandled ", .condition),
        ("+ Exception Group Traceback (most recent call last):", .boxed), ("Fatal Python error: ", .here),
        ("Objects involved in the operation:", .sinceError), ("prog: ", .here),
    ]

    private enum Place {
        case here
        /// The next line that is no detail.
        case nextHeadline
        /// This line, with the next one if that begins so.
        case withNext(String)
        /// The line before this one (Tcl, Prolog, Swift).
        case before
        /// This line, with the next one if it ends with a colon (R).
        case continued
        /// The same, if it tells of a panic (Rust).
        case panic
        /// After the next line that ends with a colon (Common Lisp).
        case condition
        /// Before this one: the first line after the mark below the faulty source (Node.js).
        case afterCaret
        /// This line, with what was thrown last in place of what that came from (PHP).
        case lastOfChain
        /// The next line that is not indented inside the frame that is drawn beside it (Python's groups of exceptions).
        case boxed
        /// The lines before this one, from one that begins with `Error: ` (libstdc++).
        case sinceError
    }

    /// The words of the last report there is; nil if there is none.
    private static func headline(among lines: [Line]) -> String? {
        for index in lines.indices.reversed() {
            let text = lines[index].text
            if isRaised(text) { return raised(at: index, lines) }
            guard let report = reports.first(where: { text.hasPrefix($0.begins) }) else { continue }
            if let words = words(report.words, at: index, lines) { return words }
        }
        return nil
    }

    /// Whether the line is Ruby's about an exception: ``FILE:4:in `check': the words (ArgumentError)``.
    private static func isRaised(_ text: String) -> Bool {
        guard text.hasSuffix(")"), let place = text.firstRange(of: ":in ") else { return false }
        return text[place.upperBound...].first.map { "`'".contains($0) } ?? false && text.contains("': ")
    }

    /// What was raised, and not what it came from, which Ruby tells after it.
    private static func raised(at index: Int, _ lines: [Line]) -> String {
        var first = index
        for before in lines[..<index].indices.reversed() where !lines[before].isDetail {
            guard isRaised(lines[before].text) else { break }
            first = before
        }
        return lines[first].text
    }

    private static func words(_ place: Place, at index: Int, _ lines: [Line]) -> String? {
        let (text, rest) = (lines[index].text, lines[(index + 1)...])
        switch place {
        case .here where text.hasPrefix("=="): return text.contains("ERROR: ") ? text : nil
        case .here: return text
        case .before: return lines[..<index].last?.text
        case .lastOfChain:
            let next = "Next "
            guard let last = rest.last(where: { $0.text.hasPrefix(next) })?.text else { return text }
            return "PHP Fatal error:  Uncaught \(last.dropFirst(next.count))"
        case .boxed:
            let line = rest.first { $0.text.hasPrefix("| ") && $0.text.dropFirst(2).first?.isWhitespace == false }
            return line.map { String($0.text.dropFirst(2)) }
        case .sinceError:
            guard let start = lines[..<index].lastIndex(where: { $0.text.hasPrefix("Error: ") }) else { return nil }
            return lines[start..<index].map(\.text).joined(separator: " ")
        case .condition:
            guard text.contains(" in thread #<"),
                let end = lines[index...].firstIndex(where: { $0.text.hasSuffix(">:") })
            else { return nil }
            return lines[(end + 1)...].first?.text
        case .nextHeadline: return rest.first { !$0.isDetail }?.text
        case .withNext(let begin):
            guard let next = rest.first?.text, next.hasPrefix(begin) else { return text }
            return "\(text): \(next.dropFirst(begin.count).drop(while: \.isWhitespace))"
        case .panic where !text.contains(" panicked at "): return nil
        case .panic, .continued:
            guard text.hasSuffix(":"), let next = rest.first?.text else { return text }
            return "\(text) \(next)"
        case .afterCaret:
            guard let caret = lines[..<index].lastIndex(where: { !$0.text.isEmpty && $0.text.allSatisfy { $0 == "^" } })
            else { return nil }
            guard let words = lines[(caret + 1)..<index].first(where: { !$0.text.isEmpty })?.text else { return nil }
            // The members of the error object follow.
            return words.hasSuffix(" {") ? String(words.dropLast(2)) : words
        }
    }
}
