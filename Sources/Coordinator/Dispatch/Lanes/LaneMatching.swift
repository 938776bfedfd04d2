/// What a worker must be able to do for the jobs of a lane, as a ``Storage/JobLane`` has it in its text.
public enum LaneRequirement: Hashable, Sendable {
    /// Compile this language: the language's id.
    case build(String)
    /// Run this language, fast enough that time limits mean the same as elsewhere: `run` and the language's id.
    case run(String)
    /// Compile and run a program of this language, as a single run wants: `execute` and the language's id. These wait in memory
    /// only, and in no queue.
    case execute(String)
    /// Compile and run a program of this language, as an execution wants that is kept: `execution` and the language's id.
    case execution(String)
    /// Run this language, as another worker than this one: `again`, the language's id and the worker's name. These wait in
    /// memory only, too.
    case again(_ language: String, except: String)
    /// Build and run all of these, fast enough: `measure` and the languages' ids, or nothing at all, for which any do.
    case measure([String])

    /// What `text` asks for.
    public init(_ text: String) {
        // A worker's name may have spaces.
        let parts = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 3, parts[0] == "again" {
            self = .again(parts[1], except: parts[2])
            return
        }
        let words = text.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case (nil, _): self = .measure([])
        case ("measure", _): self = .measure(Array(words.dropFirst()))
        case ("run", 2): self = .run(words[1])
        case ("execute", 2): self = .execute(words[1])
        case ("execution", 2): self = .execution(words[1])
        default: self = .build(text)
        }
    }

    /// As a lane has it.
    public var text: String {
        switch self {
        case .build(let language): language
        case .run(let language): "run \(language)"
        case .execute(let language): "execute \(language)"
        case .execution(let language): "execution \(language)"
        case .again(let language, let worker): "again \(language) \(worker)"
        case .measure(let languages): languages.isEmpty ? "" : (["measure"] + languages).joined(separator: " ")
        }
    }
}

/// What a worker can be given.
public struct WorkerCapability: Hashable, Sendable {
    /// The languages that it may compile.
    public var builds: Set<String>
    /// The languages that it may run: fewer for one that is slow, while others can.
    public var runs: Set<String>
    /// Whether it may measure.
    public var measures: Bool
    /// Its name, if batches wait that it has run itself; else nil: who it is does not matter then.
    public var name: String?

    /// Nothing at all.
    static let nothing = WorkerCapability(builds: [], runs: [], measures: false)

    /// Whether it can be given what a lane with that requirement has.
    public func covers(_ requirement: LaneRequirement) -> Bool {
        switch requirement {
        case .build(let language): builds.contains(language)
        case .run(let language): runs.contains(language)
        case .execute(let language), .execution(let language): builds.contains(language) && runs.contains(language)
        case .again(let language, let worker): runs.contains(language) && name != worker
        case .measure(let languages): measures && languages.allSatisfy(runs.contains)
        }
    }
}
