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

        /// What is in it.
        func bytes(atMost most: Int) throws(DomainError) -> [UInt8] {
            let bytes: [UInt8]
            switch (input, base64) {
            case (let text?, nil): bytes = Array(text.utf8)
            case (nil, let text?):
                guard let data = Data(base64Encoded: text) else {
                    throw DomainError(.invalid, "the input is not in base64")
                }
                bytes = Array(data)
            default: throw DomainError(.invalid, "there is no input", advice: "give input, which is text, or base64")
            }
            guard (1...most).contains(bytes.count) else {
                throw DomainError(
                    .invalid, "the input has \(bytes.count) bytes", advice: "send 1 to \(most) of them")
            }
            return bytes
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
