import Grading

/// The folders of a legacy package's test data, with the rules that their `testdata.yaml` says.
struct LegacyFolders {
    /// A folder below `data`.
    struct Folder {
        /// Its path below `data`; empty for that itself.
        var path: String
        var rule: GroupRule
        /// What each of its own test cases is worth; nil if it has none.
        var points: TestPoints?
        /// Its own test cases, by their indices.
        var tests: [Int] = []
    }

    private(set) var folders: [Folder] = []
    /// Where the folder of a path stands.
    private var places: [String: Int] = [:]

    /// Those of a package that is in the legacy format already.
    init(_ tree: GroupTree) {
        for group in tree.groups {
            var folder = Folder(path: group.name, rule: group.rule)
            for case .tests(let range, let points) in group.members {
                folder.tests += range
                folder.points = points
            }
            append(folder)
        }
    }

    /// Those of a package without scores: the first test case that fails decides.
    init(_ layout: TestLayout) {
        append(Folder(path: "", rule: GroupRule(verdict: Self.worst)))
        for unit in layout.units { add(unit, GroupRule(verdict: Self.worst), TestPoints()) }
    }

    /// Those of a package with scores.
    init(_ layout: TestLayout, _ outline: GradingOutline, _ draft: PackageDraft) {
        // A sample whose checker gives points has to be left out of the sum.
        let root = GroupRule(verdict: Self.worst, aggregate: .sum, stop: .never, isOnlyLastCounted: true)
        append(Folder(path: "", rule: root))
        let sum = GroupRule(verdict: Self.worst, aggregate: .sum, stop: .never)
        if outline.total != .sum {
            draft.refuse("the groups together are not summed up, and the format has no words for it; sum them up")
        }
        if layout.units.contains(where: { $0.folder.hasPrefix("secret/") }) {
            append(Folder(path: "secret", rule: sum))
        }
        for unit in layout.units {
            guard let part = unit.part else {
                add(unit, sum, TestPoints(accepted: .zero))
                continue
            }
            if part.requiresSample || !part.required.isEmpty {
                draft.refuse(
                    "the group \(part.name) requires others, and the format has no words for it; remove the dependency")
            }
            switch part.rule {
            case .sum: add(unit, sum, TestPoints(accepted: part.points.first ?? .one))
            case .least: add(unit, Self.minimum, TestPoints(accepted: part.points.first ?? .one))
            case .whole(let points): add(unit, Self.minimum, TestPoints(accepted: points))
            }
        }
    }

    private static let worst = VerdictRule(.worst(DefaultGrader.worstFirst))
    private static let minimum = GroupRule(verdict: worst, aggregate: .minimum)

    private mutating func add(_ unit: TestLayout.Unit, _ rule: GroupRule, _ points: TestPoints) {
        append(Folder(path: unit.folder, rule: rule, points: points, tests: unit.tests))
    }

    private mutating func append(_ folder: Folder) {
        places[folder.path] = folders.count
        folders.append(folder)
    }

    /// The folder around the one at `path`; nil for the outermost.
    func around(_ path: String) -> Folder? {
        guard !path.isEmpty else { return nil }
        let outer = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        return places[outer].map { folders[$0] } ?? around(outer)
    }
}
