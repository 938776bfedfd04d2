import Grading
import PackageFiles

/// Writes packages of the legacy format, with DOMjudge's files or without.
enum LegacyWriter {
    /// Writes all of `problem` that the format can say.
    /// - Parameter format: ``WrittenFormat/legacy`` or ``WrittenFormat/domjudge``.
    static func write(
        _ problem: Problem, _ listing: PackageListing, as format: WrittenFormat
    ) throws(PackageWritingError) -> WrittenPackage {
        let draft = PackageDraft(format, constants: problem.constants)
        let (layout, folders) = data(of: problem, draft)
        let flags = flags(of: problem)
        CommonChecks.noteHome(format == .domjudge ? .domjudge : .kattis, problem, draft)
        LegacySettingsText(draft: draft, problem: problem, flags: flags).write()
        LegacyDataText(draft: draft, problem: problem, folders: folders, names: layout.names, sharedFlags: flags)
            .write()
        ShownFiles(draft: draft, problem: problem, listing: listing, layout: layout).write()
        let programs = ProgramFiles(draft: draft, problem: problem, listing: listing)
        programs.writeValidators()
        programs.writeOthers()
        LegacySubmissionsText(draft: draft, problem: problem).write()
        PeopleFiles(draft: draft, problem: problem, listing: listing).write()
        return try draft.finished()
    }

    private static func data(of problem: Problem, _ draft: PackageDraft) -> (TestLayout, LegacyFolders) {
        guard !problem.format.isLegacy else {
            return (TestLayout(keeping: problem), LegacyFolders(problem.grading))
        }
        guard problem.isScoring else {
            CommonChecks.checkVerdicts(problem, draft)
            let layout = TestLayout(problem, nil, order: .legacy)
            return (layout, LegacyFolders(layout))
        }
        let outline = CommonChecks.outline(of: problem, draft)?.even
        let layout = TestLayout(problem, outline, order: .legacy)
        checkPoints(problem, draft)
        return (layout, outline.map { LegacyFolders(layout, $0, draft) } ?? LegacyFolders(layout))
    }

    /// Refuses checkers that give points in ways that the format does not have.
    private static func checkPoints(_ problem: Problem, _ draft: PackageDraft) {
        let secret = problem.testCases.filter { !$0.isSample }.map { problem.awards(of: $0) }
        let mayGiveSome = secret.contains { points in
            switch points {
            case .upTo, .any, .whole: true
            case .none, .ignored, .needed, .full: false
            }
        }
        if case .standard = problem.validation, secret.contains(.needed) {
            draft.refuse("groups without a greatest score need an output validator that gives points; add one")
        }
        if mayGiveSome || (secret.contains(.needed) && secret.contains(.none)) {
            draft.refuse(
                "the output validator may give points to some test cases, and in the format it has to give them to all "
                    + "that it accepts; write one that does")
        }
        if secret.contains(.needed) {
            draft.note("the output validator has to write score.txt for sample test cases, too")
        }
    }

    /// The arguments that all test cases begin with by the package's own settings.
    private static func flags(of problem: Problem) -> [String] {
        switch problem.validation {
        case .standard(let arguments): arguments
        case .native: []
        case .custom(let custom): custom.convention == .icpc ? custom.arguments : []
        }
    }
}
