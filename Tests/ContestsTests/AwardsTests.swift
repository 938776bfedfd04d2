import Grading
import Kernel
import Testing
import Units

@testable import Contests

/// What is awarded at the end.
@Suite("Awards") struct AwardsTests {
    private static func id(_ number: Int) -> EntityID { EntityID(number: UInt128(number)) }

    /// A contest in which number n solved so many problems, each at the given minute.
    private static func board(_ solved: [(problems: Int, minute: Int64)]) -> ContestBoard {
        var game = ContestGame(timeline: ContestTimeline(start: Timestamp(nanoseconds: 0), length: .seconds(18_000)))
        game.problems = (1...13).map { id(1000 + $0) }
        for problem in game.problems { game.worths[problem] = ProblemWorth() }
        var board = ContestBoard(game)
        for (number, result) in solved.enumerated() {
            board.enter(Entrant(), as: id(number + 1))
            for problem in game.problems.prefix(result.problems) {
                let submission = EntityID(number: UInt128(number + 1) << 64 | problem.number)
                let received = Timestamp(nanoseconds: (result.minute * 60 + Int64(number)) * 1_000_000_000)
                board.receive(Attempt(submission: submission, received: received), of: id(number + 1), for: problem)
                board.judge(submission, Judgement(verdict: .accepted))
            }
        }
        return board
    }

    private static func final(_ board: ContestBoard, extraBronze: Int = 0) -> FinalRanks {
        let labels = board.game.problems.enumerated().map { ($1, "\($0 + 1)") }
        return FinalRanks(
            of: board.face(.open), board.game, labels: Dictionary(labels) { first, _ in first },
            extraBronze: extraBronze)
    }

    private static func holders(_ id: String, _ final: FinalRanks) -> [Int] {
        final.awards.first { $0.id == id }?.participants.map { Int($0.number) } ?? []
    }

    @Test("are medals for the first twelve and more if somebody says so, and honors by solved problems")
    func medals() {
        let solved = [9, 9, 8, 8, 7, 7, 7, 6, 6, 6, 5, 5, 5, 4, 4, 3, 3, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let board = Self.board(solved.enumerated().map { ($1, Int64($0 + 1)) })
        let final = Self.final(board)
        #expect(Self.holders("gold-medal", final) == Array(1...4))
        #expect(Self.holders("silver-medal", final) == Array(5...8))
        #expect(Self.holders("bronze-medal", final) == Array(9...12))
        #expect(Self.holders("bronze-medal", Self.final(board, extraBronze: 2)) == Array(9...14))
        // The twelfth solved five.
        #expect(Self.holders("highest-honors", final) == Array(1...13))
        #expect(Self.holders("high-honors", final) == [14, 15])
        // The median of 28 solved four.
        #expect(Self.holders("honors", final) == [])
        #expect(Self.holders("honorable-mention", final) == Array(16...28))
        #expect((1...15).map { final.ranks[Self.id($0)] } == (1...12).map { $0 } + [13, 14, 14])
        #expect((16...28).allSatisfy { final.ranks[Self.id($0)] == nil })
        #expect(Self.holders("winner", final) == [1])
        #expect(Self.holders("first-to-solve-1", final) == [1])
    }

    @Test("share a rank where everything is equal, and nobody wins who solved nothing")
    func ties() {
        let tied = Self.final(Self.board([(1, 5), (1, 5), (0, 0)]))
        #expect(Self.holders("winner", tied) == [1, 2])
        let empty = Self.final(Self.board([(0, 0), (0, 0)]))
        #expect(Self.holders("winner", empty).isEmpty && Self.holders("gold-medal", empty).isEmpty)
        #expect(Self.final(Self.board([])).awards.isEmpty)
    }

    @Test("for the first solver wait until no earlier submission waits")
    func firstToSolve() {
        var board = Self.board([(1, 10), (0, 0)])
        let problem = board.game.problems[0]
        #expect(board.face(.judges).firstToSolve(problem)?.participant == Self.id(1))
        let early = Attempt(submission: Self.id(5), received: Timestamp(nanoseconds: 1))
        board.receive(early, of: Self.id(2), for: problem)
        #expect(board.face(.judges).firstToSolve(problem) == nil)
        board.judge(Self.id(5), Judgement(verdict: .wrongAnswer))
        #expect(board.face(.judges).firstToSolve(problem)?.participant == Self.id(1))
        board.judge(Self.id(5), Judgement(verdict: .accepted))
        #expect(board.face(.judges).firstToSolve(problem)?.participant == Self.id(2))
        board.ignore(Self.id(5), true)
        #expect(board.face(.judges).firstToSolve(problem)?.participant == Self.id(1))
    }

    @Test("are for nobody who solved nothing, however few take part, and ranks are shared to the end")
    func fewOrTied() {
        let few = Self.final(Self.board([(2, 5), (1, 5), (0, 0)]))
        #expect(Self.holders("highest-honors", few) == [1, 2] && Self.holders("honorable-mention", few) == [3])
        #expect((1...3).map { few.ranks[Self.id($0)] } == [1, 2, nil])
        // Of the last one with a medal, and of who is as good, the rank is the same.
        let tied = Self.final(Self.board((1...14).map { (1, Int64($0 > 11 ? 12 : $0)) }))
        #expect(Self.holders("bronze-medal", tied) == Array(9...14))
        #expect((11...14).map { tied.ranks[Self.id($0)] } == [11, 12, 12, 12])
    }

    @Test("of contests of points go by points, also where nothing is solved altogether, and to each division's best")
    func points() {
        var game = ContestGame(
            rules: ContestRules(.ioi),
            timeline: ContestTimeline(start: Timestamp(nanoseconds: 0), length: .seconds(18_000)))
        game.problems = [Self.id(1000)]
        game.worths[Self.id(1000)] = ProblemWorth()
        var board = ContestBoard(game)
        for number in 1...20 {
            board.enter(Entrant(division: number.isMultiple(of: 2) ? "even" : "odd"), as: Self.id(number))
            let submission = Self.id(100 + number)
            board.receive(
                Attempt(submission: submission, received: Timestamp(nanoseconds: Int64(number))), of: Self.id(number),
                for: Self.id(1000))
            board.judge(submission, Judgement(verdict: .wrongAnswer, score: Score(20 - number)))
        }
        let final = Self.final(board)
        #expect((1...20).map { final.ranks[Self.id($0)] } == Array(1...20))
        #expect(Self.holders("winner", final) == [1] && Self.holders("gold-medal", final) == Array(1...4))
        #expect(Self.holders("group-winner-odd", final) == [1] && Self.holders("group-winner-even", final) == [2])
        #expect(Self.holders("honors", final).isEmpty && Self.holders("honorable-mention", final).isEmpty)
    }
}
