internal import Kernel
internal import Units

/// What was asked, answered and announced, as clients get it.
struct MessageAnswers: Encodable, Sendable {
    struct Question: Encodable, Sendable {
        var id: String
        /// Who asked; said to themselves and to judges only.
        var participant: String?
        var problem: String?
        var category, text, asked: String
        var answer, answered: String?
        var isToAll: Bool
        /// For judges.
        var claimedBy, queue: String?
    }
    struct Announcement: Encodable, Sendable {
        var id: String
        var problem: String?
        var text, at: String
        var isToAll: Bool
        /// For whom it is, if not for all; said to judges only.
        var participants: [String]?
    }

    /// Whether the contest runs: whoever watches what is said learns that, too.
    var phase: String?
    var clarifications: [Question]
    var announcements: [Announcement]
    var next: String?
}

/// Who reads messages.
enum MessageEye: Sendable {
    case open
    /// Somebody who takes part, and as whom.
    case participant(EntityID, person: EntityID)
    case judge

    var isJudge: Bool { if case .judge = self { true } else { false } }

    /// Whether they may know of a question.
    func sees(_ question: Question) -> Bool {
        switch self {
        case .judge: true
        case .open: question.answer?.isToAll ?? false
        case .participant(let participant, let person):
            (question.answer?.isToAll ?? false) || question.participant == participant || question.person == person
        }
    }

    /// Whether they may know of an announcement.
    func sees(_ announcement: Announcement) -> Bool {
        guard !announcement.participants.isEmpty else { return true }
        return switch self {
        case .judge: true
        case .open: false
        case .participant(let participant, _): announcement.participants.contains(participant)
        }
    }
}

extension MessageAnswers {
    /// The latest that somebody may read.
    /// - Parameters:
    ///   - messages: all.
    ///   - eye: who reads.
    ///   - place: how many of the latest questions are left out.
    ///   - limit: how many questions there may be.
    ///   - showsProblems: whether the reader sees the contest's problems: else nothing is said of which one something is about.
    ///   - isQueued: whether a question of that queue and category is wanted.
    init(
        _ messages: Messages, for eye: MessageEye, from place: Int = 0, limit: Int = 100, showsProblems: Bool = true,
        where isQueued: (Kernel.EntityID, Contests.QuestionLabels) -> Bool = { _, _ in true }
    ) {
        let seen = messages.questions.reversed().filter {
            eye.sees($0) && isQueued($0.id, .init(queue: $0.queue, category: $0.category, isAnswered: $0.answer != nil))
        }
        clarifications = seen.dropFirst(place).prefix(limit).map { question in
            var shown = Question(question, for: eye)
            if !showsProblems { shown.problem = nil }
            return shown
        }
        announcements = messages.announcements.reversed().lazy.filter(eye.sees).prefix(100).map { announcement in
            let problem = showsProblems ? announcement.problem : nil
            let isToAll = announcement.participants.isEmpty
            return .init(
                id: "\(announcement.id)", problem: problem.map { "\($0)" }, text: announcement.text,
                at: "\(announcement.at)", isToAll: isToAll,
                participants: eye.isJudge && !isToAll ? announcement.participants.map { "\($0)" }.sorted() : nil)
        }
        let end = place + clarifications.count
        next = end < seen.count && !clarifications.isEmpty ? "\(end)" : nil
    }
}

extension MessageAnswers.Question {
    init(_ question: Question, for eye: MessageEye) {
        let isOwn =
            if case .participant(let participant, _) = eye { question.participant == participant } else { false }
        id = "\(question.id)"
        participant = eye.isJudge || isOwn ? "\(question.participant)" : nil
        problem = question.problem.map { "\($0)" }
        (category, text, asked) = (question.category, question.text, "\(question.asked)")
        (answer, answered) = (question.answer?.text, question.answer.map { "\($0.at)" })
        isToAll = question.answer?.isToAll ?? false
        claimedBy = eye.isJudge ? question.claimedBy : nil
        queue = eye.isJudge ? question.queue : nil
    }
}
