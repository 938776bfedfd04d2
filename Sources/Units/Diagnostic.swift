/// What is wrong with a file that somebody wrote, and where: an error of whoever reads the file, or a warning to its author.
public struct Diagnostic: Error, Hashable, Sendable {
    /// The file's name as the reader of the message knows it: in a package, relative to it; the package's own path
    /// if the whole of it is meant.
    public var file: String
    /// The line, from 1; nil if the file as a whole is meant.
    public var line: Int?
    /// What is wrong, and what to do.
    public var message: String

    /// `message` about `file`, or about a line of it.
    public init(file: String, line: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `problem.yaml:3: "memory" must be an integer, not "lots"`, or `data/secret/1.in: …` without a line.
    public var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + message
    }
}
