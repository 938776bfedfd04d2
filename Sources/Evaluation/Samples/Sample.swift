import Cryptography
import JSONText
import Units

/// A program to be evaluated: the how-manieth of its task, and what it is.
public struct Sample: Hashable, Sendable {
    /// Its task's name.
    public var task: String
    /// Its place among the samples of its task, from 0.
    public var number: Int
    /// The program.
    public var candidate: Candidate

    /// A sample of a task.
    public init(task: String, number: Int, candidate: Candidate) {
        self.task = task
        self.number = number
        self.candidate = candidate
    }

    /// What tells it from another program at its place: the first 16 digits of a SHA-256.
    public var digest: String {
        var hash = SHA256()
        hash.update((candidate.isComplete ? "solution" : "completion").utf8)
        hash.update([0])
        hash.update((candidate.language ?? "").utf8)
        hash.update([0])
        hash.update(candidate.text.utf8)
        return String(hash.finalize().hexadecimal.prefix(16))
    }

    /// The programs on a line of a file of samples.
    ///
    /// A line has a `task_id` (or `id`, `name`, `question_id`) and one of `solution` (a whole program), `completion` (what
    /// continues the prompt), `solutions`, `completions`, `code_list` (whole programs), or `output` (whole ones, too); and
    /// perhaps a `language`.
    static func candidates(_ line: JSONTree) throws(RecordError) -> (task: String, candidates: [Candidate]) {
        guard let task = line.name("task_id", "id", "question_id", "name") else {
            throw RecordError("the key \"task_id\" is missing")
        }
        let language = try line.optionalString("language")
        for (one, many, isComplete) in [("solution", "solutions", true), ("completion", "completions", false)] {
            if line[one] != nil {
                return (task, [Candidate(try line.requiredString(one), isComplete: isComplete, language: language)])
            }
            if line[many] != nil {
                return (task, try line.strings(many).map { Candidate($0, isComplete: isComplete, language: language) })
            }
        }
        for many in ["code_list", "output"] where line[many] != nil {
            return (task, try line.strings(many).map { Candidate($0, isComplete: true, language: language) })
        }
        throw RecordError("there is no \"solution\" and no \"completion\"")
    }
}
