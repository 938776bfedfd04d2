internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Submissions

/// What clients send and get. The names of fields are the API's.
enum HackBody {
    struct Locking: Decodable { var problem: String }

    struct Making: Decodable {
        var submission: String
        /// The input: text, or anything in base64.
        var input, base64: String?
        /// The program that writes it.
        var generator: Generator?

        /// What comes with it: the input, or the program that writes it.
        func given(_ options: HackOptions) throws(DomainError) -> GivenInput {
            switch (input, base64, generator) {
            case (let text?, nil, nil): return .input(try Self.checked(Array(text.utf8), options))
            case (nil, let text?, nil):
                guard let data = Data(base64Encoded: text) else {
                    throw DomainError(.invalid, "the input is not in base64")
                }
                return .input(try Self.checked(Array(data), options))
            case (nil, nil, let generator?):
                try generator.check(options)
                return .generator(generator)
            default:
                throw DomainError(
                    .invalid, "there is no input, or more than one",
                    advice: "give input, which is text, or base64, or generator")
            }
        }

        private static func checked(_ bytes: [UInt8], _ options: HackOptions) throws(DomainError) -> [UInt8] {
            guard (1...options.largestInput).contains(bytes.count) else {
                throw DomainError(
                    .invalid, "the input has \(bytes.count) bytes", advice: "send 1 to \(options.largestInput) of them"
                )
            }
            return bytes
        }
    }

    /// What comes with a hack.
    enum GivenInput {
        case input([UInt8])
        case generator(Generator)
    }

    /// A program that writes an input.
    struct Generator: Codable {
        /// The id of what it is written in.
        var language: String
        var source: String
        /// What it is told.
        var arguments: [String]?

        /// Asks that it is one that can be taken.
        /// - Throws: `DomainError` (`invalid`).
        func check(_ options: HackOptions) throws(DomainError) {
            guard (1...options.largestGenerator).contains(source.utf8.count) else {
                throw DomainError(
                    .invalid, "the generator has \(source.utf8.count) bytes",
                    advice: "send 1 to \(options.largestGenerator) of them")
            }
            let arguments = arguments ?? []
            let isPlain = arguments.allSatisfy { argument in
                !argument.isEmpty && argument.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
            }
            guard isPlain, arguments.count <= 100, arguments.reduce(0, { $0 + $1.utf8.count }) <= 2000 else {
                throw DomainError(
                    .invalid, "the generator's arguments are at most 100 words, with 2000 bytes together")
            }
        }
    }

    struct Ignoring: Decodable { var reason: String? }

    struct Made: Encodable { var id: String }

    /// A program that can be hacked.
    struct Target: Encodable {
        var submission, participant: String
        var name: String?
        var problem, receivedAt: String
    }
    struct Targets: Encodable {
        var submissions: [Target]
        /// What the next page is asked for with.
        var next: String?
    }
    struct Program: Encodable {
        var submission: Target
        var files: [SubmissionFiles.File]
    }

    /// A hack.
    struct Listed: Encodable {
        var id, hacker: String
        var hackerName: String?
        var submission, defender: String
        var defenderName: String?
        var problem, at: String
        /// `waiting`, `successful`, `unsuccessful`, `invalid` or `ignored`.
        var state: String
        /// The verdict of the program that was hacked.
        var verdict: String?
        /// Why the input is invalid, or nothing came of it.
        var reason: String?
        /// Whether it is the reader's own.
        var isOwn: Bool
    }
    struct List: Encodable {
        var hacks: [Listed]
        /// The problems that the reader has locked.
        var locked: [String]
        /// Who may hack now: `nobody`, `locked`, `all`.
        var opening: String
        /// Whether the reader judges hacks.
        var isJudge: Bool
        var next: String?
    }

    /// A hack with what was tried.
    struct One: Encodable {
        var hack: Listed
        /// What was tried, where that is text; left out where it may not be seen yet.
        var input: String?
        /// The same, where it is not.
        var inputBase64: String?
        /// The program that wrote it, where one did.
        var generator: Generator?
        /// What the problem's own solution says, where that is text.
        var answer: String?
    }
}

extension HackBody.Target {
    init(_ target: HackTarget, _ names: [EntityID: String]) {
        self.init(
            submission: "\(target.submission)", participant: "\(target.participant)", name: names[target.participant],
            problem: "\(target.problem)", receivedAt: "\(target.received)")
    }
}

extension HackBody.Listed {
    /// A hack, as somebody sees it.
    /// - Parameters:
    ///   - hack: the hack.
    ///   - names: what participants are called.
    ///   - reader: as whom the reader takes part; nil: not at all.
    ///   - seesAll: whether the reader judges hacks.
    init(_ hack: Hack, _ names: [EntityID: String], for reader: EntityID?, seesAll: Bool) {
        let isOwn = hack.hacker == reader
        self.init(
            id: "\(hack.id)", hacker: "\(hack.hacker)", hackerName: names[hack.hacker],
            submission: "\(hack.submission)", defender: "\(hack.defender)", defenderName: names[hack.defender],
            problem: "\(hack.problem)", at: "\(hack.received)", state: hack.state, isOwn: isOwn)
        guard isOwn || seesAll, let decision = hack.decision else { return }
        verdict = decision.verdict.isEmpty ? nil : decision.verdict
        let why = hack.ignoredBecause ?? decision.reason
        reason = why.isEmpty ? nil : why
    }
}

/// Who sees which hacks. A pure value.
struct HackSight: Sendable {
    /// As whom the reader takes part; nil: not at all.
    var reader: EntityID?
    /// Whether the reader judges hacks.
    var seesAll: Bool
    var terms: HackingTerms

    /// Whether the reader may know of a hack.
    func sees(_ hack: Hack) -> Bool {
        if seesAll || reader == hack.hacker { return true }
        guard hack.counted != nil else { return false }
        // Whose program fails sees that on their own row at once.
        if reader == hack.defender, hack.counted == .successful { return true }
        return !terms.isHidden(hack.received)
    }

    /// Whether the reader sees what was tried.
    func seesInput(_ hack: Hack) -> Bool { seesAll || reader == hack.hacker || terms.isOver && sees(hack) }
}
