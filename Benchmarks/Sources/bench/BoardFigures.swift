import Contests

extension Figure {
    /// How long it takes from one result to the new board, in a large contest.
    static func board(_ bench: Bench) async throws -> [Reading] {
        let participants = bench.isQuick ? 20_000 : 100_000
        let (problems, results) = (12, 200)
        var rehearsal = try BoardRehearsal(participants: participants, problems: problems)
        let clock = ContinuousClock()
        var times: [Double] = []
        for result in 0..<results {
            // Somebody else each time, who comes to stand elsewhere.
            let (number, problem) = ((result * 7919 + 1) % participants, result % problems)
            let begun = clock.now
            try rehearsal.judge(number, problem, isRight: true)
            guard try !rehearsal.page().isEmpty else { throw BenchError("the board has no rows") }
            times.append((clock.now - begun).seconds)
        }
        times.sort()
        return [
            Reading(
                name: "board", value: times[results * 99 / 100] * 1000, digits: 2, target: .atMost(50),
                detail: """
                    ms p99 from one result to the new first page, of \(participants) participants and \(problems) \
                    problems; median \((Statistics.median(times) * 1000).text(2)) ms
                    """)
        ]
    }
}
