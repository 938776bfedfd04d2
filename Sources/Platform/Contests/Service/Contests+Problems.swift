internal import Coordinator
internal import FoundationEssentials
internal import Grading
package import Kernel
internal import Storage
internal import Submissions

/// The problems of contests: each a version that stays the same.
extension Contests {
    private static let most = 200

    /// The problems that a contest has from now on.
    /// - Parameters:
    ///   - bodies: what organisers say.
    ///   - old: those that it has: their versions stay.
    ///   - actor: who may use the problems.
    /// - Throws: `DomainError`: `notFound` for a problem that the actor may not use; `invalid`.
    func pinned(
        _ bodies: [ContestBody.Problem], old: [ContestProblem], for actor: Actor
    ) async throws -> [ContestProblem] {
        guard bodies.count <= Self.most, Set(bodies.map(\.id)).count == bodies.count else {
            throw ContestText.wrong("problems", "has at most \(Self.most), and none twice")
        }
        var problems: [ContestProblem] = []
        for (place, body) in bodies.enumerated() {
            var problem = try Self.described(body, place: place)
            if let known = old.first(where: { $0.problem == body.id }), body.isRenewed != true {
                (problem.version, problem.package) = (known.version, known.package)
            } else {
                guard let id = EntityID(body.id) else {
                    throw DomainError(.notFound, "there is no problem of that id")
                }
                let found = try await self.problems.problem(id, for: actor)
                (problem.version, problem.package) = (found.version, Data(found.package.bytes))
            }
            problems.append(problem)
        }
        guard Set(problems.map(\.label)).count == problems.count else {
            throw ContestText.wrong("problems", "has no label twice")
        }
        return problems
    }

    /// The version that somebody is shown of a problem because they take part in a contest that has it, or judge one, and may see
    /// its problems by now; nil: there is no such contest.
    package func version(of problem: EntityID, for actor: Actor) async throws -> UInt32? {
        guard let person = actor.person else { return nil }
        for id in index.compactMap({ id, known in known.contest.details.problem(problem).map { _ in id } }) {
            let contest: Contest = try await commands.state(of: id.stream(ContestStream.contests))
            guard contest.isCreated, let pinned = contest.details.problem(problem) else { continue }
            if judges(contest, id, actor) { return pinned.version }
            if try await roster(id).mentions(person), try await seesProblems(of: id, contest, actor) {
                return pinned.version
            }
        }
        return nil
    }

    private static func described(_ body: ContestBody.Problem, place: Int) throws(DomainError) -> ContestProblem {
        var problem = ContestProblem()
        problem.problem = body.id
        problem.label = try ContestText.line(body.label ?? label(place), "problems.label", 1...8)
        problem.color = body.color ?? ""
        let digits = problem.color.utf8.dropFirst()
        guard
            problem.color.isEmpty
                || problem.color.hasPrefix("#") && digits.count == 6
                    && digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit })
        else { throw ContestText.wrong("problems.color", "is such as #ff0000") }
        if let tokens = body.tokens { problem.tokens = try tokens.message() }
        if let due = body.dueAfterSeconds {
            problem.dueAfterNs = try ContestBody.seconds(due, "problems.dueAfterSeconds", 60...366 * 86_400)
        }
        problem.points = try points(body.points, "problems.points", isAboveZero: false)
        problem.scale = try points(body.scale, "problems.scale", isAboveZero: true)
        return problem
    }

    private static func points(_ text: String?, _ field: String, isAboveZero: Bool) throws(DomainError) -> String {
        guard let text else { return "" }
        guard text.utf8.count <= 64, let score = Score(parsing: text), score >= .zero, !isAboveZero || score > .zero
        else { throw ContestText.wrong(field, "is a number\(isAboveZero ? " above 0" : "")") }
        return "\(score)"
    }

    /// A, B, …, Z, AA, AB, …
    private static func label(_ place: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(65 + place % 26)))
        return place < 26 ? letter : label(place / 26 - 1) + letter
    }
}
