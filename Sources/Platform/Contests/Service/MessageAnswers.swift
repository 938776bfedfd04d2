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

    /// Whether they may know of a question.
    func sees(_ question: Question) -> Bool {
        switch self {
        case .judge: true
        case .open: question.answer?.isToAll ?? false
        case .participant(let participant, let person):
            (question.answer?.isToAll ?? false) || question.participant == participant || question.person == person
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
        announcements = messages.announcements.suffix(100).reversed().map { announcement in
            let problem = showsProblems ? announcement.problem : nil
            return .init(
                id: "\(announcement.id)", problem: problem.map { "\($0)" }, text: announcement.text,
                at: "\(announcement.at)")
        }
        let end = place + clarifications.count
        next = end < seen.count && !clarifications.isEmpty ? "\(end)" : nil
    }
}

extension MessageAnswers.Question {
    init(_ question: Question, for eye: MessageEye) {
        let isJudge = if case .judge = eye { true } else { false }
        let isOwn =
            if case .participant(let participant, _) = eye { question.participant == participant } else { false }
        id = "\(question.id)"
        participant = isJudge || isOwn ? "\(question.participant)" : nil
        problem = question.problem.map { "\($0)" }
        (category, text, asked) = (question.category, question.text, "\(question.asked)")
        (answer, answered) = (question.answer?.text, question.answer.map { "\($0.at)" })
        isToAll = question.answer?.isToAll ?? false
        claimedBy = isJudge ? question.claimedBy : nil
        queue = isJudge ? question.queue : nil
    }
}
