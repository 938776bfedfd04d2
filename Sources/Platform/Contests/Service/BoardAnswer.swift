internal import Kernel
internal import Units

/// A page of a board, as clients get it.
struct BoardAnswer: Encodable, Sendable {
    struct Problem: Encodable, Sendable {
        var id, label, color: String
        /// Who solved it first; not said while an earlier submission waits.
        var firstToSolve: String?
    }
    struct Cell: Encodable, Sendable {
        var problem: String
        var judged, pending: Int
        var isSolved, isFirst: Bool
        /// Exact: `100`, `3/2`.
        var points: String
        var time: Int64?
        var rejected: Int64
    }
    /// What came of somebody's hacks.
    struct Hacks: Encodable, Sendable { var successful, unsuccessful: Int }
    struct Row: Encodable, Sendable {
        /// Not said of one's own row while the board is frozen: it would tell of others.
        var rank: Int?
        var participant: String
        var name: String?
        var division: String
        var solved: Int
        var points: String
        var time: Int64
        /// Left out where there are none.
        var hacks: Hacks?
        var cells: [Cell]
    }

    var contest, title, phase, format: String
    var isFrozen, isClosed: Bool
    /// What is said under a frozen board.
    var frozenText: String?
    var problems: [Problem]
    var rows: [Row]
    /// How many rows there are in all.
    var count: Int
    /// What the next page is asked for with.
    var next: String?
    /// Stands for all rows of the board, but for names: where it is the same, so are they. Another coordinator has another one.
    var version: String?
    /// The reader's own row, with all that is known.
    var own: Row?
}

/// What is read of a board at once: values, so that nobody waits while they are written down.
struct BoardPage: Sendable {
    /// Which part of a board.
    struct Part: Sendable {
        var eye = BoardEye.open
        var place = 0
        var limit = 50
        var division: String?
        /// Whose row is to be in the midst of the page.
        var around: EntityID?
        /// Whether no rows are wanted, but all else.
        var hasNoRows = false
    }

    let game: ContestGame
    let slice: BoardSlice
    let count: Int
    let firsts: [EntityID: EntityID]
    let participants: [EntityID: Participant]
    /// Stands for all rows, and not only for those of the part.
    private let digest: Int

    /// A part of what an eye sees.
    init(_ contest: KnownContest, _ part: Part) {
        let face = contest.board.face(part.eye)
        game = contest.board.game
        slice = BoardSlice(
            face.standings, from: part.place, limit: part.hasNoRows ? 0 : part.limit, in: part.division,
            around: part.around)
        count = face.standings.count(in: part.division)
        digest = face.standings.digest
        let solved = game.problems.compactMap { problem in
            face.firstToSolve(problem).map { (problem, $0.participant) }
        }
        firsts = Dictionary(solved) { first, _ in first }
        participants = slice.rows.reduce(into: [:]) {
            $0[$1.participant] = contest.roster.participants[$1.participant]
        }
    }
}

extension BoardPage {
    /// What a version is called: one for all parts of what an eye sees at a time.
    /// - Parameter isSeen: whether the problems are shown.
    func version(isSeen: Bool) -> String {
        var hasher = Hasher()
        hasher.combine(digest)
        hasher.combine(firsts)
        hasher.combine(game.problems)
        hasher.combine(game.rules.format)
        hasher.combine(isSeen)
        return String(UInt(bitPattern: hasher.finalize()), radix: 36)
    }
}

extension BoardAnswer.Row {
    /// A row, with its problems in the contest's order.
    init(
        _ row: Row, of participant: EntityID, rank: Int?, name: String?, _ game: ContestGame,
        firsts: [EntityID: EntityID]
    ) {
        self.rank = rank
        (self.participant, self.name, division) = ("\(participant)", name, row.division)
        (solved, points, time) = (row.totals.solved, "\(row.totals.points)", row.totals.time)
        if row.hacks != HackTally() {
            hacks = .init(successful: row.hacks.successful, unsuccessful: row.hacks.unsuccessful)
        }
        cells = game.problems.compactMap { problem in
            row.cells[problem].map { cell in
                .init(
                    problem: "\(problem)", judged: cell.judged, pending: cell.pending, isSolved: cell.isSolved,
                    isFirst: firsts[problem] == participant, points: "\(cell.points)", time: cell.time,
                    rejected: cell.rejected)
            }
        }
    }
}

/// What is said of a frozen board.
enum FrozenText {
    /// The words; nil where it is not frozen.
    static func text(_ contest: Contest, at now: Timestamp) -> String? {
        let timeline = contest.timeline
        guard let after = timeline.freezesAfter, contest.thawed == nil, timeline.isFrozen(at: now) else { return nil }
        let minutes = (timeline.length - after).whole(60)
        return "The scoreboard was frozen with \(minutes) minutes remaining - submissions in the last \(minutes) "
            + "minutes of the contest are still shown as pending."
    }
}
