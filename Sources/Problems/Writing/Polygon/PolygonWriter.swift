import Grading
import PackageFiles
import StrictXML
import Units

/// Writes packages as Polygon exports them.
struct PolygonWriter {
    private let draft: PackageDraft
    private let problem: Problem
    private let outline: GradingOutline?

    /// Writes all of `problem` that the format can say.
    static func write(_ problem: Problem, _ listing: PackageListing) throws(PackageWritingError) -> WrittenPackage {
        let draft = PackageDraft(.polygon, constants: problem.constants)
        var outline: GradingOutline?
        if problem.isScoring {
            outline = CommonChecks.outline(of: problem, draft)?.whole
        } else {
            CommonChecks.checkVerdicts(problem, draft)
        }
        let writer = PolygonWriter(draft: draft, problem: problem, outline: outline)
        draft.add(writer.root.document, at: PolygonReader.settingsFile)
        writer.noteLosses(listing)
        return try draft.finished()
    }

    private var root: XMLText {
        let about = problem.about
        let tags = about.keywords.map { XMLText("tag", ["value": $0]) }
        return XMLText(
            "problem", ["revision": about.version, "short-name": problem.shortName, "url": about.sourceURL],
            [
                XMLText("names", [:], names), judging, PolygonResourcesText(draft: draft, problem: problem).files,
                assets, XMLText("tags", [:], tags),
            ])
    }

    private var names: [XMLText] {
        let names = problem.about.names.isEmpty ? ["en": problem.name ?? problem.shortName] : problem.about.names
        return names.sorted { $0.key < $1.key }.map { language, value in
            XMLText("name", ["language": PolygonAbout.name(of: language), "value": value])
        }
    }

    private var judging: XMLText {
        var isPercent = false
        if case .custom(let custom) = problem.validation, case .checker(let convention) = custom.convention {
            isPercent = convention.pointsArePercent
        }
        let testset = PolygonTestsetText(draft: draft, problem: problem, outline: outline).element
        return XMLText(
            "judging",
            [
                "input-file": "", "output-file": "", "run-count": "1",
                "treat-points-from-checker-as-percent": isPercent ? "true" : nil,
            ], [testset])
    }

    private var assets: XMLText {
        let programs = PolygonProgramsText(draft: draft, problem: problem).elements
        return XMLText(
            "assets", [:], programs + [PolygonSolutionsText(draft: draft, problem: problem, outline: outline).element])
    }

    private func noteLosses(_ listing: PackageListing) {
        let about = problem.about
        let lost = [
            ("author", about.author), ("source", about.source), ("rights_owner", about.rightsOwner),
            ("license", about.license == "unknown" ? nil : about.license), ("uuid", about.uuid),
            ("embargo_until", about.embargoUntil),
        ].filter { $0.1 != nil }.map(\.0)
        if !lost.isEmpty {
            draft.note("left out, as the format has no place for it: \(lost.joined(separator: ", "))")
        }
        if problem.languages != nil { draft.note("the list of languages is left out, as the format has none") }
        let statements = listing.root.children.filter { entry in
            entry.isFolder && ["statement", "problem_statement", "statements", "attachments"].contains(entry.name)
        }
        if !statements.isEmpty {
            draft.note(
                "statements and attachments are not copied, as the formats write them otherwise; add them in Polygon")
        }
        if !problem.inputValidators.isEmpty {
            draft.note(
                problem.format == .polygon
                    ? "input validators are left out; add them in Polygon"
                    : "input validators are left out: those of Polygon are called otherwise; write one with testlib")
        }
        if problem.allowsFileWriting || problem.isLowestScoreBest || problem.staticValidator != nil {
            draft.refuse(
                "static validators, submissions that write files and scores of which the lowest is best cannot be said in "
                    + "the format; keep the package's own")
        }
    }
}
