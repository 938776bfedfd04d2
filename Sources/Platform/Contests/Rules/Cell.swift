internal import Grading
internal import Units

/// One of a participant's tries at a problem, as a fold sees it.
struct Try: Hashable, Sendable {
    /// What the contest's clock showed when it was received.
    var elapsed: Duration
    /// How many days it was late, counting those that have begun.
    var lateDays: Int64 = 0
    /// Whether a token was spent on it.
    var hasToken = false
    /// What came of it; nil: that is not known, or not to be seen.
    var judgement: Judgement?
}

/// What a participant has of a problem: a cell of the board.
struct Cell: Hashable, Sendable {
    /// Tries that were judged, up to the first right one where nothing after it counts.
    var judged = 0
    /// Tries that wait to be judged, or may not be seen yet.
    var pending = 0
    /// Whether it was solved.
    var isSolved = false
    /// The points.
    var points = Score.zero
    /// When it was solved, or its points were reached: in minutes or seconds, as the format counts.
    var time: Int64?
    /// Earlier tries that cost something.
    var rejected: Int64 = 0
}

extension ContestRules {
    /// What a participant has of a problem.
    /// - Parameters:
    ///   - tries: those that count, in the order that they were received.
    ///   - worth: what the problem is worth.
    ///   - length: how long the contest is for the participant, by its clock.
    func cell(_ tries: [Try], worth: ProblemWorth, length: Duration) -> Cell {
        switch format {
        case .icpc: firstAccepted(tries, worth)
        case .codeforces: falling(tries, worth)
        case .ioi where takesTokened: tokenedOrLast(tries, worth)
        case .ioi: takesBestGroups ? bestGroups(tries, worth) : best(tries, worth)
        case .atcoder: firstBest(tries, worth)
        case .ecoo: last(tries, worth, length)
        case .homework: best(tries, worth)
        }
    }

    private func firstAccepted(_ tries: [Try], _ worth: ProblemWorth) -> Cell {
        var cell = Cell()
        for attempt in tries {
            guard let judgement = attempt.judgement else {
                cell.pending += 1
                continue
            }
            cell.judged += 1
            if judgement.verdict == .accepted {
                (cell.isSolved, cell.points, cell.time) = (true, worth.points, attempt.elapsed.whole(60))
                break
            }
            if judgement.isRejected(by: self) { cell.rejected += 1 }
        }
        return cell
    }

    /// A 250th of the points is lost each minute, and something with each wrong try; three tenths are left at least.
    private func falling(_ tries: [Try], _ worth: ProblemWorth) -> Cell {
        var cell = firstAccepted(tries, worth)
        guard cell.isSolved, let minute = cell.time else { return cell }
        let lost =
            worth.points * Score(Int(clamping: minute)) / Score(250)
            + Score(Int(clamping: cell.rejected * wrongTryPoints))
        cell.points = max(worth.points * Score(3) / Score(10), worth.points + lost * Score(-1))
        return cell
    }

    /// All tries that were judged, with their points.
    private func counted(_ tries: [Try], _ worth: ProblemWorth) -> (cell: Cell, points: [(Try, Score, Judgement)]) {
        var cell = Cell()
        var points: [(Try, Score, Judgement)] = []
        for attempt in tries {
            guard let judgement = attempt.judgement else {
                cell.pending += 1
                continue
            }
            cell.judged += 1
            if judgement.verdict == .accepted { cell.isSolved = true }
            let left = Score(Int(clamping: max(0, 100 - latePercentPerDay * attempt.lateDays)))
            points.append((attempt, worth.points(judgement) * left / Score(100), judgement))
        }
        return (cell, points)
    }

    private func best(_ tries: [Try], _ worth: ProblemWorth) -> Cell {
        var (cell, points) = counted(tries, worth)
        for (attempt, score, _) in points where score > cell.points {
            (cell.points, cell.time) = (score, attempt.elapsed.whole(60))
        }
        return cell
    }

    /// The best of those with a token and the last one that was judged.
    private func tokenedOrLast(_ tries: [Try], _ worth: ProblemWorth) -> Cell {
        var (cell, points) = counted(tries, worth)
        let counting = points.filter(\.0.hasToken) + points.suffix(1)
        for (attempt, score, _) in counting where score > cell.points {
            (cell.points, cell.time) = (score, attempt.elapsed.whole(60))
        }
        cell.isSolved = counting.contains { $0.2.verdict == .accepted }
        return cell
    }

    private func bestGroups(_ tries: [Try], _ worth: ProblemWorth) -> Cell {
        var cell = best(tries, worth)
        var groups: [String: Score] = [:]
        for judgement in tries.compactMap(\.judgement) {
            groups.merge(judgement.groups) { max($0, $1) }
        }
        cell.points = max(cell.points, worth.points(groups.values.reduce(.zero, +)))
        return cell
    }

    private func firstBest(_ tries: [Try], _ worth: ProblemWorth) -> Cell {
        var (cell, points) = counted(tries, worth)
        var earlier: Int64 = 0
        for (attempt, score, judgement) in points {
            if score > cell.points {
                (cell.points, cell.time, cell.rejected) = (score, attempt.elapsed.whole(1), earlier)
            }
            if judgement.didRun { earlier += 1 }
        }
        return cell
    }

    private func last(_ tries: [Try], _ worth: ProblemWorth, _ length: Duration) -> Cell {
        var (cell, points) = counted(tries, worth)
        let ran = points.filter { $0.2.didRun }
        guard let (attempt, score, judgement) = ran.last else { return cell }
        (cell.points, cell.time) = (score, attempt.elapsed.whole(60))
        cell.isSolved = judgement.verdict == .accepted
        guard score > .zero else { return cell }
        var bonus = cell.isSolved && ran.count == 1 ? firstTryBonus : 0
        if minutesPerBonus > 0 { bonus += max(0, (length - attempt.elapsed).whole(60 * minutesPerBonus)) }
        cell.points = score + Score(Int(clamping: bonus))
        return cell
    }
}

extension Duration {
    /// How many whole times so many seconds it is, rounded down.
    func whole(_ seconds: Int64) -> Int64 { components.seconds / max(1, seconds) }
}

/// How many programs of others a participant has shown to fail, and how many were right after all.
struct HackTally: Hashable, Sendable {
    var successful = 0
    var unsuccessful = 0
}

/// What all of a participant's cells add up to: by this the board is ordered.
struct Totals: Sendable {
    /// Problems that were solved.
    var solved = 0
    /// The more the better: solved problems, or points.
    var points = Score.zero
    /// The less the better: minutes with penalties, or seconds.
    var time: Int64 = 0
    /// The less the better: when the last problem was solved.
    var last: Int64 = 0
}

extension Totals: Comparable, Hashable {
    /// Whether the first is better.
    static func < (one: Totals, other: Totals) -> Bool {
        if one.points != other.points { return one.points > other.points }
        return (one.time, one.last) < (other.time, other.last)
    }

    /// Whether both have the same rank.
    static func == (one: Totals, other: Totals) -> Bool {
        one.points == other.points && one.time == other.time && one.last == other.last
    }

    /// By what says the rank.
    func hash(into hasher: inout Hasher) {
        hasher.combine(points)
        hasher.combine(time)
        hasher.combine(last)
    }
}

extension ContestRules {
    /// What cells add up to.
    /// - Parameters:
    ///   - cells: those of one participant.
    ///   - added: minutes that judges have added.
    ///   - hacks: what came of the participant's hacks.
    func totals(_ cells: some Sequence<Cell>, added: Int64, hacks: HackTally) -> Totals {
        var totals = Totals()
        for cell in cells {
            if cell.isSolved { totals.solved += 1 }
            switch format {
            case .icpc:
                guard cell.isSolved, let minute = cell.time else { continue }
                totals.points = totals.points + .one
                totals.time += minute + penaltyMinutes * cell.rejected
                totals.last = max(totals.last, minute)
            case .atcoder:
                guard cell.points > .zero, let second = cell.time else { continue }
                totals.points = totals.points + cell.points
                totals.last = max(totals.last, second)
                totals.time += penaltyMinutes * 60 * cell.rejected
            default: totals.points = totals.points + cell.points
            }
        }
        switch format {
        case .icpc: totals.time += added
        case .atcoder:
            totals.time += totals.last + added * 60
            totals.last = 0
        case .codeforces:
            let gained = hackPoints * Int64(hacks.successful) - failedHackPoints * Int64(hacks.unsuccessful)
            totals.points = totals.points + Score(Int(clamping: gained))
        default: break
        }
        return totals
    }
}
