/// What is wrong with a YAML file, and where.
public struct YAMLError: Error, Hashable, Sendable {
    /// The file's name as the reader of the message knows it.
    public var file: String
    /// The line, from 1; nil if the file as a whole is meant.
    public var line: Int?
    /// What is wrong, with the key it is about and what was expected there.
    public var message: String

    /// An error at `line` of `file`.
    public init(file: String, line: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}

extension YAMLError: CustomStringConvertible {
    /// `problem.yaml:3: "memory" must be an integer, not "lots"`.
    public var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + message
    }
}
