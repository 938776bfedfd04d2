/// A regular expression as Python writes it, for short texts such as the names of files; capital letters are as small ones.
///
/// There are characters, classes, groups, alternatives, repetitions of all kinds, `^`, `$`, `\b` and what has to follow or must not;
/// but no references back, nothing that has to stand before, and no flags. A match takes no more steps than the caller has.
struct PythonPattern {
    /// What may stand in one place.
    struct Characters {
        /// What a letter behind a backslash stands for.
        enum Kind { case digit, word, blank }

        var ranges: [ClosedRange<UInt32>] = []
        var kinds: [(kind: Kind, isNegated: Bool)] = []
        var isNegated = false
    }

    /// Between two characters.
    enum Place { case start, end, veryEnd, wordBorder, noWordBorder }

    enum Instruction {
        case one(Characters)
        case jump(Int)
        /// Goes on at the first, and where that leads nowhere at the second.
        case split(Int, Int)
        /// Keeps the position.
        case save(Int)
        /// Goes on if the position is another than the one that was kept: nothing is repeated without end.
        case progress(Int)
        case require(Place)
        /// What follows up to `end` has to match here, or must not, and takes no characters.
        case look(isNegated: Bool, end: Int)
        case matched
    }

    /// What is left of what all matches may take together.
    struct Effort {
        /// How many steps.
        var steps: Int

        /// Enough for so many texts.
        init(texts: Int) { steps = 1_000_000 + 1000 * texts }
    }

    /// There was too much to try.
    struct TooMuchEffort: Error {}

    private struct State {
        var instruction: Int
        var position: Int
        var kept: [Int]
    }

    /// The most positions that all ways together keep that are open at once.
    private static let mostKept = 2_000_000

    var program: [Instruction] = []
    /// Where the positions of groups with a name are kept.
    var groups: [String: Int] = [:]
    var places = 0

    /// What the groups with names are in the match that begins where `text` does; nil if there is none.
    func match(_ text: String, _ effort: inout Effort) throws(TooMuchEffort) -> [String: String]? {
        let characters = Array(text.unicodeScalars)
        let begin = State(instruction: 0, position: 0, kept: Array(repeating: -1, count: places))
        guard let end = try run(begin, on: characters, &effort) else { return nil }
        return groups.compactMapValues { place in
            let (from, to) = (end.kept[place], end.kept[place + 1])
            guard from >= 0, to >= from else { return nil }
            return String(String.UnicodeScalarView(characters[from..<to]))
        }
    }

    private func run(
        _ begin: State, on text: [Unicode.Scalar], _ effort: inout Effort
    ) throws(TooMuchEffort) -> State? {
        var open = [begin]
        let most = Self.mostKept / (places + 20)
        while var state = open.popLast() {
            way: while true {
                effort.steps -= 1
                guard effort.steps > 0, open.count < most else { throw TooMuchEffort() }
                switch program[state.instruction] {
                case .matched: return state
                case .jump(let target): state.instruction = target
                case .split(let first, let second):
                    var other = state
                    other.instruction = second
                    open.append(other)
                    state.instruction = first
                case .save(let place):
                    state.kept[place] = state.position
                    state.instruction += 1
                case .progress(let place):
                    guard state.kept[place] != state.position else { break way }
                    state.instruction += 1
                case .require(let place):
                    guard place.isAt(state.position, in: text) else { break way }
                    state.instruction += 1
                case .one(let characters):
                    guard state.position < text.count, characters.contains(text[state.position]) else { break way }
                    state.position += 1
                    state.instruction += 1
                case .look(let isNegated, let end):
                    var inner = state
                    inner.instruction += 1
                    let found = try run(inner, on: text, &effort)
                    guard (found == nil) == isNegated else { break way }
                    if let found { state.kept = found.kept }
                    state.instruction = end
                }
            }
        }
        return nil
    }
}

extension PythonPattern.Place {
    fileprivate func isAt(_ position: Int, in text: [Unicode.Scalar]) -> Bool {
        func isWord(_ index: Int) -> Bool {
            text.indices.contains(index) && PythonPattern.Characters.Kind.word.contains(text[index])
        }
        return switch self {
        case .start: position == 0
        case .veryEnd: position == text.count
        case .end: position == text.count || position == text.count - 1 && text[position] == "\n"
        case .wordBorder: isWord(position - 1) != isWord(position)
        case .noWordBorder: isWord(position - 1) == isWord(position)
        }
    }
}

extension PythonPattern.Characters {
    /// Whether `character` is one of them, as it is or as a capital or small letter.
    func contains(_ character: Unicode.Scalar) -> Bool {
        let properties = character.properties
        let forms =
            [character]
            + [properties.lowercaseMapping, properties.uppercaseMapping].compactMap { text in
                text.unicodeScalars.count == 1 ? text.unicodeScalars.first : nil
            }
        let isOne = forms.contains { form in
            ranges.contains { $0.contains(form.value) } || kinds.contains { $0.kind.contains(form) != $0.isNegated }
        }
        return isOne != isNegated
    }
}

extension PythonPattern.Characters.Kind {
    fileprivate func contains(_ character: Unicode.Scalar) -> Bool {
        switch self {
        case .digit: character.properties.generalCategory == .decimalNumber
        case .blank: character.properties.isWhitespace || (0x1C...0x1F).contains(character.value)
        case .word: character == "_" || character.properties.isAlphabetic || character.properties.numericType != nil
        }
    }
}
