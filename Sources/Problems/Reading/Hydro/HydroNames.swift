import PackageFiles

/// Finds test cases by the names of files: `3.in` and `3.out` are case 3, `2-3.in` is case 3 of subtask 2.
struct HydroNames {
    /// A test case.
    struct Pair {
        var subtask: Int
        var number: Int
        /// Whether the name says the subtask.
        var isGrouped: Bool
        var input: PackageFile
        /// Nil: no answer is wanted.
        var answer: PackageFile?
    }

    /// What the name of an input says.
    private struct Name {
        var subtask = 1
        var number: Int
        var isGrouped = false
        /// What the answer may be called, the likeliest first.
        var answers: [String]
    }

    private static let inputKinds = ["in.txt", "IN.TXT", "in", "IN", "txt", "TXT"]
    private static let answerKinds = ["out", "OUT", "out.txt", "OUT.TXT", "ans", "ANS", "ans.txt", "ANS.TXT"]

    /// The test cases, by the names of their inputs: numbers in them as numbers.
    let pairs: [Pair]

    /// Looks at the files directly in `folder`.
    init(_ folder: PackageEntry, hasAnswers: Bool) {
        let files = folder.children.compactMap { entry in entry.file.map { (name: entry.name, file: $0) } }
        let byName = Dictionary(files.map { ($0.name, $0.file) }) { first, _ in first }
        let found = files.compactMap { item -> (name: String, pair: Pair)? in
            guard
                let name = Self.names(item.name).first(where: { name in
                    !hasAnswers || name.answers.contains { $0 != item.name && byName[$0] != nil }
                })
            else { return nil }
            let answer = hasAnswers ? name.answers.lazy.filter { $0 != item.name }.compactMap { byName[$0] }.first : nil
            return (
                item.name,
                Pair(
                    subtask: name.subtask, number: name.number, isGrouped: name.isGrouped, input: item.file,
                    answer: answer)
            )
        }
        pairs = found.sorted { Self.isBefore($0.name, $1.name) }.map(\.pair)
    }

    /// What the name of an input may say, the likeliest first.
    private static func names(_ name: String) -> [Name] {
        let kinds = inputKinds.filter { name.hasSuffix("." + $0) }
        let stems = kinds.map { (stem: String(name.dropLast($0.count + 1)), kind: $0) }
        return stems.compactMap { numbered($0.stem) } + [suffixed(name)].compactMap(\.self)
            + stems.filter { ["in", "IN"].contains($0.kind) }.compactMap { leading($0.stem) }
    }

    /// `3`, `sum3`, `2-3` and `sum2_3`.
    private static func numbered(_ stem: String) -> Name? {
        let (rest, digits) = split(stem)
        guard let number = Int(digits) else { return nil }
        var answers = answerKinds.flatMap { [stem + "." + $0, output(stem) + "." + $0] }
        if stem.contains("input") { answers.append(stem.replacing("input", with: "output") + ".txt") }
        guard rest.hasSuffix("-") || rest.hasSuffix("_") else { return Name(number: number, answers: answers) }
        guard let subtask = Int(split(String(rest.dropLast())).digits), subtask > 0 else {
            return Name(number: number, answers: answers)
        }
        return Name(subtask: subtask, number: number, isGrouped: true, answers: answers)
    }

    /// `sum.in3`, whose answer is `sum.ou3` or `sum.out3`.
    private static func suffixed(_ name: String) -> Name? {
        let (rest, digits) = split(name)
        guard let number = Int(digits) else { return nil }
        for (input, answers) in [(".in", [".ou", ".out"]), (".IN", [".OU", ".OUT"])] where rest.hasSuffix(input) {
            let stem = String(rest.dropLast(input.count))
            guard !stem.contains(where: \.isNumber) else { return nil }
            return Name(number: number, answers: answers.flatMap { [stem + $0 + digits, output(stem) + $0 + digits] })
        }
        return nil
    }

    /// `01-small`.
    private static func leading(_ stem: String) -> Name? {
        let digits = stem.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), let mark = stem.dropFirst(digits.count).first, "-_".contains(mark) else {
            return nil
        }
        return Name(number: number, answers: ["out", "ans", "OUT", "ANS"].map { stem + "." + $0 })
    }

    private static func output(_ stem: String) -> String {
        stem.replacing("input", with: "output").replacing("INPUT", with: "OUTPUT")
    }

    /// The text before the digits at the end, and these.
    private static func split(_ text: String) -> (rest: String, digits: String) {
        let digits = String(text.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
        return (String(text.dropLast(digits.count)), digits)
    }

    /// Whether a name comes before another one where numbers in both are compared as numbers.
    static func isBefore(_ first: String, _ second: String) -> Bool {
        var (one, two) = (first[...], second[...])
        while let left = one.first, let right = two.first {
            if left.isASCII, left.isNumber, right.isASCII, right.isNumber {
                let (mine, other) = (number(&one), number(&two))
                if mine.count != other.count { return mine.count < other.count }
                if mine != other { return mine < other }
            } else if left != right {
                return left < right
            } else {
                (one, two) = (one.dropFirst(), two.dropFirst())
            }
        }
        return one.isEmpty && (!two.isEmpty || first < second)
    }

    /// Takes the digits at the beginning, without zeros before them.
    private static func number(_ text: inout Substring) -> String {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        text = text.dropFirst(digits.count)
        return String(digits.drop { $0 == "0" })
    }
}
