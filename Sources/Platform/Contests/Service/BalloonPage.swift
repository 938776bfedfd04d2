internal import Kernel
internal import Units

/// What is read of a contest's balloons at once: values, so that nobody waits while they are written down.
struct BalloonPage: Sendable {
    /// Which part of them.
    struct Part: Sendable {
        /// Those with greater numbers.
        var last = 0
        var limit = 50
        /// Whether only those that are to be brought, or fetched back.
        var isTodo = false
    }

    /// A balloon.
    struct Balloon: Sendable {
        var number: Int
        var key: BalloonKey
        /// When the problem was solved, by the contest's clock; nil: it is not solved after all.
        var solved: Duration?
        var delivery: Deliveries.Delivery?
        /// Whether nobody had solved the problem before.
        var isFirst: Bool
        /// The other problems of which the participant has balloons.
        var others: [EntityID]
    }

    private(set) var balloons: [Balloon] = []
    private(set) var participants: [EntityID: Participant] = [:]
    /// Whether there are more.
    private(set) var hasMore = false
    /// Stands for those to be brought or fetched back that are not on the page: of others it is another number.
    private(set) var rest = 0

    /// A part of a contest's balloons.
    init(_ known: KnownContest, _ part: Part) {
        let face = known.board.face(known.contest.details.givesFrozenBalloons ? .judges : .open)
        let game = known.board.game
        var rest = Hasher()
        for (place, key) in known.balloons.all.enumerated().dropFirst(part.last) {
            let attempt = known.solution(key)
            let delivery = known.deliveries.all[key]
            // As on the board: by their own clock, where each has one.
            let beginning = known.board.entrants[key.participant]?.beginning(in: game.timeline)
            // To be brought is what is solved and not there; to be fetched back what is there and not solved.
            guard !part.isTodo || (attempt != nil) == (delivery == nil) else { continue }
            guard balloons.count < part.limit else {
                hasMore = true
                guard part.isTodo else { break }
                rest.combine(key)
                rest.combine(attempt == nil)
                continue
            }
            participants[key.participant] = known.roster.participants[key.participant]
            balloons.append(
                Balloon(
                    number: place + 1, key: key,
                    solved: attempt.map { game.timeline.elapsed(at: $0.received, from: beginning) },
                    delivery: delivery, isFirst: face.firstToSolve(key.problem)?.participant == key.participant,
                    others: game.problems.filter { problem in
                        problem != key.problem
                            && known.deliveries.all[BalloonKey(participant: key.participant, problem: problem)] != nil
                    }))
        }
        self.rest = rest.finalize()
    }
}

/// Balloons, as clients get them.
struct BalloonsAnswer: Encodable, Sendable {
    struct Balloon: Encodable, Sendable {
        var number: Int
        var participant: String
        var name: String?
        var problem, label, color: String
        /// When it was solved, in minutes; not there: it is not solved after all.
        var minute: Int64?
        /// Whether the problem turned out not to be solved: one that was brought is to be fetched back.
        var isTakenBack, isFirst: Bool
        /// When it was brought, and who says so.
        var delivered, by: String?
        /// The labels of the problems whose balloons are there already.
        var others: [String]
    }

    var contest, title: String
    var balloons: [Balloon]
    var next: String?

    init(_ page: BalloonPage, _ id: EntityID, _ contest: Contest, _ names: [EntityID: String]) {
        (self.contest, title) = ("\(id)", contest.details.title)
        let problems = Dictionary(contest.details.problems.map { ($0.problem, $0) }) { first, _ in first }
        balloons = page.balloons.map { balloon in
            let problem = problems["\(balloon.key.problem)"]
            return Balloon(
                number: balloon.number, participant: "\(balloon.key.participant)",
                name: names[balloon.key.participant], problem: "\(balloon.key.problem)", label: problem?.label ?? "",
                color: problem?.color ?? "", minute: balloon.solved?.whole(60), isTakenBack: balloon.solved == nil,
                isFirst: balloon.solved != nil && balloon.isFirst, delivered: balloon.delivery.map { "\($0.at)" },
                by: balloon.delivery?.by, others: balloon.others.compactMap { problems["\($0)"]?.label })
        }
        next = page.hasMore ? page.balloons.last.map { "\($0.number)" } : nil
    }
}
