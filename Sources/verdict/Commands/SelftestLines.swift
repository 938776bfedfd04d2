import Judging
import Reporting
import Sandbox

/// What `verdict selftest` prints of each program.
struct SelftestLines {
    let missing: Set<Wall>
    let style: TextStyle

    /// A line for people, with what was wrong below it.
    func text(_ report: Selftest.Report) -> String {
        let mark = PrintableText.line(report.program.name)
        guard let claim = report.claim else {
            let faults = report.faults.map { "\n        " + PrintableText.line($0) }.joined()
            let word = report.held ? style.mark("held  ", .good) : style.mark("BREACH", .bad)
            return "\(word)  \(mark)  \(report.outcome)\(faults)\n"
        }
        let word = report.gotThrough ? "got through" : "still held "
        let state = report.isAsExpected ? style.mark(word, .good) : style.mark(word, .bad)
        let expected = report.program.expectations.joined(separator: " or ")
        return "\(state)  \(mark)  with the wall: \(expected); now: \(now(report))  (\(reason(claim, report)))\n"
    }

    /// The same for programs.
    func record(_ report: Selftest.Report) -> JSONValue {
        let faults = JSONValue.array(report.faults.map { .string($0) })
        guard let claim = report.claim else {
            return [
                "program": .string(report.program.name), "held": .bool(report.held),
                "outcome": .string(report.outcome), "faults": faults,
            ]
        }
        return [
            "program": .string(report.program.name), "without": .array(names(missing)),
            "with_walls": .array(report.program.expectations.map { .string($0) }),
            "outcome": .string(report.outcome), "got_through": .bool(report.gotThrough),
            "to_get_through": claim == .unknown ? .null : .bool(claim == .getsThrough),
            "held_by": .array(claim.holders.map(names) ?? []), "as_expected": .bool(report.isAsExpected),
            "faults": faults,
        ]
    }

    private func names(_ walls: Set<Wall>) -> [JSONValue] {
        Wall.all.filter(walls.contains).map { .string($0.name) }
    }

    private func now(_ report: Selftest.Report) -> String {
        let said = report.breach.map { ", \($0)" } ?? ""
        let faults = report.result == nil ? report.faults.joined(separator: "; ") : ""
        return PrintableText.line((report.outcome.isEmpty ? faults : report.outcome) + said)
    }

    private func reason(_ claim: BreachClaim, _ report: Selftest.Report) -> String {
        switch (claim, report.gotThrough) {
        case (.getsThrough, true), (.unknown, true): "wall: \(missing.names(joinedBy: ", "))"
        case (.getsThrough, false): "it was to get through: a test that cannot fail"
        case (.heldBy(let walls), false): "by \(walls.names(joinedBy: " and "))"
        case (.heldBy(let walls), true): "although \(walls.names(joinedBy: " and ")) should have stopped it"
        case (.unknown, false): "its header does not say what to expect"
        }
    }
}

extension BreachClaim {
    /// The walls that hold a program although others are missing.
    fileprivate var holders: Set<Wall>? {
        guard case .heldBy(let walls) = self else { return nil }
        return walls
    }
}

/// How many programs did what.
struct SelftestTally {
    private var total = 0
    private var held = 0
    private var asExpected = 0
    private var gotThrough = 0
    private var toGetThrough = 0
    private var gotThroughUnasked = 0
    private var backing: Set<Wall> = []

    mutating func count(_ report: Selftest.Report) {
        total += 1
        held += report.held ? 1 : 0
        asExpected += report.isAsExpected ? 1 : 0
        switch report.claim {
        case .getsThrough:
            toGetThrough += 1
            gotThrough += report.gotThrough ? 1 : 0
        case .unknown: gotThroughUnasked += report.gotThrough ? 1 : 0
        case .heldBy(let walls): backing.formUnion(walls)
        case nil: break
        }
    }

    /// Whether every program did what its header says.
    var isAsExpected: Bool { asExpected == total }

    /// The last line.
    func summary(_ missing: Set<Wall>) -> String {
        guard !missing.isEmpty else { return "\(held) of \(total) held\n" }
        let walls = missing.names(joinedBy: " and ")
        if toGetThrough == 0, !backing.isEmpty {
            let others = backing.names(joinedBy: ", ")
            return "\(asExpected) of \(total) as expected: nothing gets through without \(walls) alone, for behind it "
                + "stands \(others); take that away as well (--without, repeated)\n"
        }
        let unasked = gotThroughUnasked == 0 ? "" : "\(gotThroughUnasked) more did whose headers do not say; "
        return "\(gotThrough) of \(toGetThrough) got through without \(walls); "
            + "\(unasked)\(asExpected) of \(total) as expected\n"
    }
}
