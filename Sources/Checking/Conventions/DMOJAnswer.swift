import Grading

/// How DMOJ takes the answers of checkers and interactors that are programs ("bridged"). What they write to standard output is
/// shown as the reason; a status that a convention does not have is the program's failure, but any 1 is wrong, a crash's too.
extension CheckerAnswer {
    /// Status 0 is right, 1 wrong.
    var dmoj: CheckerDecision {
        switch status {
        case 0: .accepted
        case 1: rejection(words)
        default: unknownStatus("DMOJ's default convention")
        }
    }

    /// Status 0 is right, 1 wrong, 2 a presentation error, 7 with a line `points 5` so many points, in whole numbers.
    var dmojTestlib: CheckerDecision {
        testlibStatus { lines in
            lines.lazy.compactMap { line in
                guard line.hasPrefix("points ") else { return nil }
                let digits = line.dropFirst("points ".count)
                guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
                return Self.number(digits).map { .points($0, Self.reason(words)) }
            }.first
        }
    }

    /// As ``dmojTestlib``, but 7 goes with a line `partial 2/5`, which is that part.
    var coci: CheckerDecision {
        testlibStatus { lines in
            lines.lazy.compactMap { line in
                guard line.hasPrefix("partial ") else { return nil }
                let numbers = line.dropFirst("partial ".count).split(separator: "/", omittingEmptySubsequences: false)
                guard numbers.count == 2, numbers.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
                    let part = Self.number(numbers[0]), let whole = Self.number(numbers[1]), whole > .zero
                else { return nil }
                return .part(part / whole, Self.reason(words))
            }.first
        }
    }

    /// Status 0 is right, 1 wrong; but the first two lines after each other on standard output that are numbers are a
    /// fraction, and that is the part, whatever the status, if it is more than nothing.
    var peg: CheckerDecision {
        guard status == 0 || status == 1 else { return unknownStatus("PEG's convention") }
        let numbers = Self.lines(output).map { Self.number($0) }
        for case (let part?, let whole?) in zip(numbers, numbers.dropFirst()) where whole != .zero {
            let fraction = part / whole
            if fraction > .zero { return .part(fraction, "") }
        }
        return status == 0 ? .accepted : rejection(words)
    }

    /// What is shown to people: standard output, else standard error.
    var words: String { output.contains { !$0.isWhitespace } ? output : error }

    private func testlibStatus(_ partial: ([Substring]) -> CheckerDecision?) -> CheckerDecision {
        switch status {
        case 0: .accepted
        case 1: rejection(words)
        case 2: rejection(words, as: "presentation error: ")
        case 3: .judgeError(failure("says that the test or the package is wrong (exit status 3)"))
        case 7:
            partial(error.split(whereSeparator: \.isNewline))
                ?? .judgeError(failure("exited with status 7 without the words for a part of the points"))
        default: unknownStatus("testlib")
        }
    }
}
