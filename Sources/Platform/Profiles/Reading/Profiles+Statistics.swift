internal import Coordinator
package import Kernel
package import Storage
internal import Units
internal import Views

/// What somebody has handed in for practice, and what came of it.
package struct PracticeStatistics: Encodable, Hashable, Sendable {
    /// What was handed in in a language.
    package struct Language: Encodable, Hashable, Sendable {
        /// How many programs.
        package var submissions = 0
        /// How many problems were solved in it.
        package var solved = 0
    }

    /// The person.
    package var id: String
    /// How many problems they have solved.
    package var solved = 0
    /// How many programs they have handed in.
    package var submissions = 0
    /// How many of them got each verdict, in short.
    package var verdicts: [String: Int] = [:]
    /// By language.
    package var languages: [String: Language] = [:]
    /// How many problems they have solved of each difficulty, as far as it is known.
    package var difficulties: [String: Int] = [:]
    /// On how many days in a row they solved something.
    package var streak: Streak
}

extension Profiles {
    /// What somebody has handed in for practice.
    /// - Parameters:
    ///   - person: who.
    ///   - seen: what must be in it.
    /// - Throws: `DomainError` (`notFound`) if there is no such person.
    package func statistics(of person: EntityID, seen: LogPosition?) async throws -> PracticeStatistics {
        guard try await isThere(person) else { throw DomainError.noPerson }
        let today = services.clock.now.nanoseconds / PracticeTable.day
        let name = "\(person)"
        var (statistics, solved) = try await services.views.read(PracticeTable.name, atLeast: seen) { reader in
            let rows = try reader.rows(
                "SELECT DISTINCT first / \(PracticeTable.day) FROM profiles_solved WHERE person = \(name) ORDER BY 1")
            var days: [Int64] = []
            for row in rows { days.append(try row.get(0)) }
            var statistics = PracticeStatistics(id: name, streak: Streak(days: days, today: today))
            for row in try reader.rows(
                "SELECT verdict, count(*) FROM profiles_tries WHERE person = \(name) GROUP BY verdict")
            {
                let (verdict, count): (String, Int) = (try row.get(0), try row.get(1))
                statistics.submissions += count
                if !verdict.isEmpty { statistics.verdicts[verdict] = count }
            }
            for row in try reader.rows(
                """
                SELECT language, count(*), count(DISTINCT CASE verdict WHEN 'AC' THEN problem END)
                FROM profiles_tries WHERE person = \(name) AND language <> '' GROUP BY language
                """)
            {
                let language = PracticeStatistics.Language(submissions: try row.get(1), solved: try row.get(2))
                statistics.languages[try row.get(0)] = language
            }
            var solved: [EntityID] = []
            for row in try reader.rows("SELECT problem FROM profiles_solved WHERE person = \(name)") {
                if let id = EntityID(try row.get(0, as: String.self)) { solved.append(id) }
            }
            return (statistics, solved)
        }
        statistics.solved = solved.count
        for difficulty in try await difficulties(solved).values { statistics.difficulties[difficulty, default: 0] += 1 }
        return statistics
    }
}
