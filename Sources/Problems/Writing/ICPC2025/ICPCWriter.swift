import Grading
import PackageFiles

/// Writes packages of the format 2025-09.
enum ICPCWriter {
    /// Writes all of `problem` that the format can say.
    /// - Parameter uuid: the package's UUID, if it has none.
    static func write(
        _ problem: Problem, _ listing: PackageListing, uuid: String
    ) throws(PackageWritingError) -> WrittenPackage {
        let draft = PackageDraft(.icpc2025, constants: Constants())
        let outline = outline(of: problem, draft)
        let layout = TestLayout(problem, outline, order: .icpc)
        CommonChecks.noteHome(.icpc, problem, draft)
        ICPCSettingsText(draft: draft, problem: problem, uuid: uuid).write()
        ICPCDataText(draft: draft, problem: problem, layout: layout, outline: outline).write()
        ShownFiles(draft: draft, problem: problem, listing: listing, layout: layout).write()
        let programs = ProgramFiles(draft: draft, problem: problem, listing: listing)
        programs.writeValidators()
        programs.writeOthers()
        ICPCSubmissionsText(draft: draft, problem: problem, layout: layout).write()
        PeopleFiles(draft: draft, problem: problem, listing: listing).write()
        return try draft.finished()
    }

    /// How the test cases make the score; nil if there is none, or it cannot be written.
    private static func outline(of problem: Problem, _ draft: PackageDraft) -> GradingOutline? {
        guard problem.isScoring else {
            CommonChecks.checkVerdicts(problem, draft)
            return nil
        }
        let outline = CommonChecks.outline(of: problem, draft)?.even
        return problem.format == .icpc2025 ? outline : outline?.whole
    }
}
