import Storage
import Testing

@testable import JetStream

@Suite struct JobBoardTests {
    private let start = ContinuousClock.now
    private let lane = JobLane(priority: 1, tenant: "t", requirement: "c")
    private let other = JobLane(priority: 2, tenant: "t", requirement: "c")

    private func board(_ count: UInt64 = 0) -> JobBoard {
        var board = JobBoard(leaseDuration: .seconds(10), memory: .seconds(30))
        for sequence in 0..<count { board.add("job-\(sequence)", lane, at: sequence + 1, isFollowed: true) }
        return board
    }

    private func lease(_ job: UInt64, _ board: inout JobBoard, after wait: Duration = .zero) {
        let number = board[job]?.nextChange ?? 0
        board.apply(.leased(7), number: number, at: 1000 + UInt64(number), to: job, now: start + wait)
    }

    @Test func `the oldest of a lane come first`() {
        var board = board(5)
        board.add("else", other, at: 99, isFollowed: true)
        let claimed1 = board.claim(2, from: lane)
        #expect(claimed1 == [1, 2])
        #expect(board.waiting == [lane: 3, other: 1])
        board.release(1)
        let claimed2 = board.claim(9, from: lane)
        #expect(claimed2 == [1, 3, 4, 5])
        let claimed3 = board.claim(9, from: lane)
        #expect(claimed3 == [])
        #expect(board.waiting == [other: 1])
    }

    @Test func `a lease ends when its time is over, and not before`() {
        var board = board(1)
        _ = board.claim(1, from: lane)
        lease(1, &board)
        board.apply(.extended, number: 1, at: 1002, to: 1, now: start + .seconds(6))
        board.expire(start + .seconds(11))
        #expect(board.waiting == [:])
        board.expire(start + .seconds(16))
        #expect(board.waiting == [lane: 1])
        #expect(board[1]?.deliveries == 1)
    }

    @Test func `what is known of a change is not changed by hearing of it again`() {
        var board = board(1)
        lease(1, &board)
        board.apply(.returned(0), number: 1, at: 1001, to: 1, now: start)
        lease(1, &board)
        for (number, change) in [JobChange.leased(7), .returned(0), .leased(7)].enumerated() {
            board.apply(change, number: number, at: 1000 + UInt64(number), to: 1, now: start + .seconds(9))
        }
        #expect(board[1]?.deliveries == 2)
        board.expire(start + .seconds(10))
        #expect(board.waiting == [lane: 1])
    }

    @Test func `a job that comes back keeps its place, one that is requeued goes behind`() {
        var board = board(3)
        _ = board.claim(3, from: lane)
        for job in [1, 2, 3] as [UInt64] { lease(job, &board) }
        board.apply(.returned(500), number: 1, at: 1010, to: 3, now: start)
        board.apply(.buried, number: 1, at: 1011, to: 1, now: start)
        board.apply(.returned(0), number: 1, at: 1012, to: 2, now: start)
        #expect(board.deadLetters(after: nil, limit: 9).map(\.job) == [1])
        board.apply(.requeued, number: 2, at: 1013, to: 1, now: start)
        #expect(board.nextDue == start + .milliseconds(500))
        board.expire(start + .seconds(1))
        let claimed4 = board.claim(9, from: lane)
        #expect(claimed4 == [2, 3, 1])
        #expect(board[1]?.deliveries == 0)
        #expect(board.deadLetters(after: nil, limit: 9).isEmpty)
    }

    @Test func `a job that is done does not come back when the follower comes to it`() {
        var board = board()
        board.add("job", lane, at: 5, isFollowed: false)
        lease(5, &board)
        board.apply(.done, number: 1, at: 6, to: 5, now: start)
        board.add("job", lane, at: 5, isFollowed: true)
        #expect(board.waiting == [:])
        board.advance(to: 5)
        // Whoever added it is told so late.
        board.add("job", lane, at: 5, isFollowed: false)
        // So is whoever was about to lease it.
        board.apply(.leased(9), number: 2, at: 7, to: 5, now: start)
        #expect(board[5]?.nextChange == 3)
        board.release(5)
        board.expire(start + .seconds(29))
        #expect(board.waiting == [:] && board.nextDue == nil)
        board.expire(start + .seconds(30))
        let isKnown = board.apply(.extended, number: 2, at: 8, to: 5, now: start)
        #expect(!isKnown)
        board.add("job", other, at: 7, isFollowed: false)
        #expect(board.waiting == [other: 1])
    }

    @Test func `a call that comes late a second time does not bring back what is done`() {
        var board = board()
        let first = board.add("job", lane, at: 5, by: "call")
        let heardAgain = board.add("job", lane, at: 5, by: "call")
        board.advance(to: 5)
        board.remove(5)
        let late = board.add("job", lane, at: 9, by: "call")
        #expect(first && heardAgain && !late)
        #expect(board.waiting == [:])
        let other = board.add("job", lane, at: 10, by: "another call")
        #expect(other)
        #expect(board.waiting == [lane: 1])
    }

    @Test func `dead letters stand in the order in which they were buried`() {
        var board = board(4)
        for (job, sequence) in [(2, 1003), (4, 1001), (1, 1004), (3, 1002)] as [(UInt64, UInt64)] {
            board.apply(.buried, number: 0, at: sequence, to: job, now: start)
        }
        #expect(board.deadLetters(after: nil, limit: 9).map(\.job) == [4, 3, 2, 1])
        #expect(board.deadLetters(after: "job-2", limit: 1).map(\.job) == [2])
        #expect(board.deadLetters(after: "nobody", limit: 1).map(\.job) == [4])
        board.remove(3)
        #expect(board.deadLetters(after: nil, limit: 9).map(\.job) == [4, 2, 1])
    }

    @Test func `leasing from many jobs takes no longer than from few`() {
        func time(_ count: UInt64) -> Duration {
            var board = board(count)
            let clock = ContinuousClock()
            return (0..<200).map { _ in clock.measure { _ = board.claim(1, from: lane) } }.sorted()[100]
        }
        // Logarithms: some 3 times as many steps. Scanning would take 1000 times as long.
        #expect(time(50_000) < time(50) * 100)
    }
}
