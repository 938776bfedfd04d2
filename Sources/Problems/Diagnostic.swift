/// Something a package's author should know, with the place.
public struct Diagnostic: Hashable, Sendable {
    /// The file it is about, relative to the package, printable; the package's path if it is about the whole.
    public var file: String
    /// The line, from 1, if it is about one.
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
    /// `problem.yaml:3: …`, or `data/secret/1.in: …` without a line.
    public var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + message
    }
}
