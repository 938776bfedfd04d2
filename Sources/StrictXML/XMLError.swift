/// What is wrong with an XML file, and where.
public struct XMLError: Error, Hashable, Sendable {
    /// The file's name as the reader of the message knows it.
    public var file: String
    /// The line, from 1; nil if the file as a whole is meant.
    public var line: Int?
    /// What is wrong, and what to do.
    public var message: String

    /// An error at `line` of `file`.
    public init(file: String, line: Int? = nil, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }
}

extension XMLError: CustomStringConvertible {
    /// `problem.xml:3: the element <tests> is not closed; add </tests>`.
    public var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + message
    }
}
