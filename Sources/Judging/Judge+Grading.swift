public import Grading

extension Judge {
    /// Asks the package's own grader about a group of test cases, when its turn has come on the host.
    /// - Returns: what the grader says; ``Grading/Verdict/judgeError`` with the reason if it fails.
    /// - Throws: ``JudgingError`` if the package has no grader, or it cannot be built; `SandboxError` if it could not be run.
    public func grade(_ question: GraderQuestion) async throws -> GroupGrade {
        try await context().grade(question)
    }
}

extension JudgingContext {
    /// As ``Judge/grade(_:)``: the one way in which a package's own grader is asked, here and in fleets.
    func grade(_ question: GraderQuestion) async throws -> GroupGrade {
        let program = try await grader()
        return try await host.inTurn { try await program.answer(question) }
    }
}
