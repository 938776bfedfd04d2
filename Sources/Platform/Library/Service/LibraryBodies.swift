internal import Coordinator
internal import Kernel
internal import Units

/// What clients send and get.
enum LibraryBody {
    struct Details: Codable {
        var title: String?
        var categories: [String]?
        var tags: [String]?
        var difficulty: String?
        var languages: [String]?
        var note: String?

        /// All of it: what is left out is nothing.
        var details: ProblemDetails {
            get throws(DomainError) {
                var details = ProblemDetails()
                details.title = title
                (details.categories, details.tags) = (categories ?? [], tags ?? [])
                (details.languages, details.note) = (languages ?? [], note ?? "")
                if let difficulty {
                    guard let known = Difficulty(name: difficulty) else {
                        let names = Difficulty.allCases.map(\.name).joined(separator: ", ")
                        throw DomainError(.invalid, "difficulty is one of \(names)")
                    }
                    details.difficulty = known
                }
                return details
            }
        }
    }

    struct Made: Encodable {
        var id: String
        var version: UInt32
        var measuring: String
        var reason: String?
    }

    struct Text: Encodable {
        var language: String
        var title: String?
        var html: String?
        var warnings: [String]?
    }

    struct File: Encodable {
        var name, address, language, mediaType: String
    }

    struct Sample: Encodable {
        var name, input, answer: String
        var isShortened: Bool
    }

    struct Problem: Encodable {
        var id, title, state: String
        var version: UInt32
        var difficulty: String?
        var categories, tags, languages: [String]
        var made: String
        var published: String?
        var timeLimit: Double?
        var memoryLimit: UInt64
        var isScoring: Bool
        var statement: Text?
        var statementLanguages: [String]
        var files: [File]
        var samples: [Sample]
        var hasEditorial: Bool
        // Only for those who look after it.
        var owner, note, measuring, measuringReason: String?
        var package: String?
        var packageWarnings: [String]?
    }

    struct Version: Encodable {
        var number: UInt32
        var package, change, by, at: String
    }

    struct Versions: Encodable { var versions: [Version] }

    struct Row: Encodable {
        var id, title, state: String
        var difficulty: String?
        var tags, categories: [String]
        var version: UInt32
        var published: String?
    }

    struct List: Encodable {
        var problems: [Row]
        var next: String?
    }

    struct Count: Encodable {
        var name: String
        var problems: Int
    }

    struct Counts: Encodable { var names: [Count] }

    struct Piece: Encodable {
        var text: String
        var isMatch: Bool
    }

    struct Found: Encodable {
        var problem: Row
        var excerpt: [Piece]
    }

    struct Search: Encodable {
        var found: [Found]
        var categories, tags, difficulties: [Count]
        /// What the rest is asked for with.
        var next: Int?
    }

    struct Completion: Encodable {
        var id, title: String
    }

    struct Completions: Encodable { var problems: [Completion] }

    struct Test: Encodable {
        /// By which it is changed and removed without its problem.
        var id: String
        var name, group: String
        var isSample: Bool
        var inputSize, answerSize: Int64
        /// Where its files are: with `?part=input` or `?part=answer`.
        var address: String
    }

    struct Tests: Encodable {
        var version: UInt32
        var testCases: [Test]
        var next: String?
    }

    struct NewTest: Decodable { var name, input, answer: String }

    /// What is to be otherwise of a test case; nil: nothing of it.
    struct ChangedTest: Decodable { var input, answer: String? }

    struct Wanted: Decodable {
        var problem: String
        /// Nil: all of them.
        var names: [String]?
        var cursor: String?
    }

    struct Finding: Encodable, Equatable {
        /// Empty: the validator as a whole.
        var test: String
        var validator, message: String
        var isValidatorsFault: Bool
    }

    struct Validation: Encodable {
        var version: UInt32
        var inputs: Int
        /// Those that were asked, and those that cannot be asked here.
        var validators: [String] = []
        var left: [String] = []
        var findings: [Finding] = []
        var next: String?
    }

    struct Editorial: Decodable { var language, text: String }
}
