/// A command as people write it for a shell: words between blanks, in quotes where they have blanks themselves, and `|` between
/// commands that read each other's output. Nothing else of a shell is known: no variables, patterns or redirections.
struct CommandWords {
    /// The words of each command, at least one command with at least one word.
    let commands: [[String]]

    /// Reads `text`; nil if a quote is open, or a command has no words.
    /// - Parameters:
    ///   - text: a line.
    ///   - hasPipes: whether `|` stands between commands; else it is a character like others, and there is one command.
    init?(_ text: String, hasPipes: Bool = true) {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote != nil {
                word?.append(character)
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace || hasPipes && character == "|" {
                if let word { commands[commands.count - 1].append(word) }
                word = nil
                if character == "|" { commands.append([]) }
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { commands[commands.count - 1].append(word) }
        guard quote == nil, !isEscaped, commands.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.commands = commands
    }
}
