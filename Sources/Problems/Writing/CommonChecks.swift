import Grading

/// What several writers look at: what their formats cannot say is refused, what is judged a little otherwise is noted.
enum CommonChecks {
    /// How the test cases make the score; nil, and a refusal, if that is nothing that other formats have words for.
    static func outline(of problem: Problem, _ draft: PackageDraft) -> GradingOutline? {
        do throws(GradingOutline.Refusal) {
            let outline = try GradingOutline(problem)
            if problem.format != draft.format.read {
                draft.note(
                    "who gets a part of the points may have another verdict (AC, PC or that of a test case), as the formats "
                        + "have other rules for it")
            }
            return outline
        } catch {
            draft.refuse("the groups cannot be written: \(error.reason); change them, or keep the format")
            return nil
        }
    }

    /// Refuses verdicts that do not follow from the first test case that fails.
    static func checkVerdicts(_ problem: Problem, _ draft: PackageDraft) {
        guard !problem.grading.isFirstFailureDeciding, problem.format != draft.format.read else { return }
        draft.refuse(
            "in the format the first test case that fails decides, and here groups have other rules; set \"on_reject: "
                + "break\" and no \"grader_flags\", or keep the format")
    }

    /// Refuses what test cases give to programs besides an input, which only the format 2025-09 has.
    static func checkInputs(_ problem: Problem, _ draft: PackageDraft) {
        if let test = problem.testCases.first(where: { !$0.arguments.isEmpty }) {
            draft.refuse(
                "test cases, such as \(test.name), give programs arguments, and the format has none; read them as input"
            )
        }
        if let test = problem.testCases.first(where: { !$0.files.isEmpty }) {
            draft.refuse(
                "test cases, such as \(test.name), give programs files, and the format has none; read them as input")
        }
    }

    /// Refuses limits of single test cases, which no format has that is written.
    static func checkLimits(_ problem: Problem, _ draft: PackageDraft) {
        guard let test = problem.testCases.first(where: { !$0.limits.isEmpty }) else { return }
        draft.refuse(
            "test cases, such as \(test.name), have limits of their own, and the format has one for all; give all the same"
        )
    }

    /// Says where the default output validator of another system compares otherwise.
    static func noteHome(_ home: HomeSystem, _ problem: Problem, _ draft: PackageDraft) {
        guard case .standard = problem.validation, home != problem.home,
            problem.testCases.contains(where: { $0.validatorArguments.contains { $0.hasSuffix("tolerance") } })
        else { return }
        draft.note(
            "numbers in outputs are compared as \(home.rawValue) does it, and not \(problem.home.rawValue): they differ in what "
                + "they take for one, such as 0x10, 1e or nan")
    }
}
