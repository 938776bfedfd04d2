internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// The board of a contest: as a table, page by page, and as what the script shows all of.
extension SitePages {
    /// How many rows a browser gets at once.
    private static let most = 2000
    private static let page = 200
    /// How often it is read again while it changes.
    private static let mostReads = 3

    var boardPages: [Page] {
        [
            Page(.get, "contests/{id}/board", Self.read, "The board of a contest.") { .show(try await board($0)) },
            Page(.get, "contests/{id}/board.json", Self.read, "The board, for the page's script.") { request in
                .data(try await boardData(request), type: "application/json")
            },
        ]
    }

    private func board(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let contest = try await request.read(Self.contest, ["id": id])
        let isJudges = request.query["view"] == "judges"
        let board = try await request.read(
            Self.contest + "/leaderboard", ["id": id],
            query: ["limit": "100", "cursor": request.query["cursor"], "view": isJudges ? "judges" : nil])
        let view = isJudges ? [("view", "judges")] : []
        let problems = board.items("problems")
        let isICPC = Self.isICPC(board)
        var rows = board.items("rows")
        if let own = board["own"], !rows.contains(where: { $0.text("participant") == own.text("participant") }) {
            rows.insert(own, at: 0)
        }
        let values: [String: TemplateValue] = [
            "contestPath": .path(LocalPath(of: ["contests", id])), "frozen": .text(board.text("frozenText")),
            "isClosed": .flag(board.flag("isClosed")), "count": .text(board.text("count")),
            "phase": .text(Self.words(ofPhase: board.text("phase"))),
            "title": .text(board.text("title")), "timeName": .text(Self.timeName(board)),
            "columns": .list(problems.map { .text($0.text("label")) }),
            "rows": .list(rows.map { Self.row($0, of: board, isICPC) }),
            "nextPath": request.next(board, at: ["contests", id, "board"], view),
            "data": .text(LocalPath(of: ["contests", id, "board.json"], query: view).description),
            "live": .text(Self.topic(of: contest, "board", isJudges: isJudges)),
            "isJudges": .flag(isJudges), "isJudge": .flag(contest.flag("isJudge")),
            "openPath": .path(LocalPath(of: ["contests", id, "board"])),
            "judgesPath": .path(LocalPath(of: ["contests", id, "board"], query: [("view", "judges")])),
            "awardsPath": Self.isOver(board.text("phase"))
                ? .path(LocalPath(of: ["contests", id, "awards"])) : .nothing,
        ]
        var content = PageContent("site/board", "Board of \(board.text("title"))", values)
        (content.scripts, content.isWide) = (["board"], true)
        return content
    }

    private static func row(_ row: JSONTree, of board: JSONTree, _ isICPC: Bool) -> TemplateValue {
        [
            "rank": .text(row.text("rank")), "name": .text(name(of: row)),
            "isOwn": .flag(row.text("participant") == board["own"]?.text("participant")),
            "score": .text(score(of: row, isICPC)), "time": .text(time(of: row, board)),
            "cells": .list(board.items("problems").map { .text(cell(of: row, $0, isICPC)) }),
        ]
    }

    private static func score(of row: JSONTree, _ isICPC: Bool) -> String {
        isICPC ? row.text("solved") : Shown.points(row.text("points"))
    }

    /// What the column beside the score has.
    private static func timeName(_ board: JSONTree) -> String {
        switch board.text("format") {
        case "icpc", "atcoder": "Time"
        case "codeforces": "Hacks"
        default: "Solved"
        }
    }

    /// What stands there: minutes, or minutes and seconds; of hacks, how many were successful, and how many were not; where no
    /// time counts, how many problems are solved.
    private static func time(of row: JSONTree, _ board: JSONTree) -> String {
        switch board.text("format") {
        case "icpc": row.text("time")
        case "atcoder": ClockText.text(Int64(row["time"]?.integer ?? 0))
        case "codeforces":
            row["hacks"].map { "+\($0.text("successful")) −\($0.text("unsuccessful"))" } ?? ""
        default: row.text("solved")
        }
    }

    static func name(of row: JSONTree) -> String {
        row["name"]?.string ?? "Participant \(row.text("participant").prefix(8))"
    }

    /// What stands in a cell, in the way that the script reads.
    static func cell(of row: JSONTree, _ problem: JSONTree, _ isICPC: Bool) -> String {
        guard let cell = row.items("cells").first(where: { $0.text("problem") == problem.text("id") }) else {
            return ""
        }
        let (judged, pending) = (cell["judged"]?.integer ?? 0, cell["pending"]?.integer ?? 0)
        // What somebody has is shown, also while something else of theirs waits.
        if isICPC, cell.flag("isSolved") {
            return "\(cell.flag("isFirst") ? "!" : "+")\(max(1, judged)):\(cell.text("time"))"
        }
        if pending > 0, isICPC || ["", "0"].contains(cell.text("points")) { return "?\(judged):\(pending)" }
        if !isICPC { return judged > 0 ? "\(Shown.points(cell.text("points")))/\(judged)" : "" }
        return judged > 0 ? "-\(judged)" : ""
    }

    /// All rows, as far as a browser gets them, and what is said of the board: of one version, unless it changes all the time.
    func wholeBoard(of id: String, _ request: PageRequest) async throws -> (rows: [JSONTree], board: JSONTree) {
        for _ in 0..<Self.mostReads {
            let (rows, board, isTorn) = try await readBoard(of: id, request)
            if !isTorn { return (rows, board) }
        }
        // Each row once: the one that was read first.
        let (rows, board, _) = try await readBoard(of: id, request)
        var seen: Set<String> = []
        return (rows.filter { seen.insert($0.text("participant")).inserted }, board)
    }

    private func readBoard(
        of id: String, _ request: PageRequest
    ) async throws -> (rows: [JSONTree], board: JSONTree, isTorn: Bool) {
        var (rows, cursor, board): ([JSONTree], String?, JSONTree) = ([], nil, .object([]))
        var versions: Set<String> = []
        repeat {
            board = try await request.read(
                Self.contest + "/leaderboard", ["id": id],
                query: ["limit": "\(Self.page)", "cursor": cursor, "view": request.query["view"]])
            rows += board.items("rows")
            versions.insert(board.text("version"))
            cursor = board["next"]?.string
        } while cursor != nil && rows.count < Self.most
        return (rows, board, versions.count > 1)
    }

    /// The board as the script reads it: the rows that everybody sees, and the reader's own with all that they may know.
    private func boardData(_ request: PageRequest) async throws -> [UInt8] {
        let id = request.parameter("id")
        let board = try await request.read(
            Self.contest + "/leaderboard", ["id": id], query: ["rows": "none", "view": request.query["view"]])
        let isJudges = request.query["view"] == "judges"
        let make: @Sendable () async throws -> (rows: SharedRows.Rows, version: String?) = {
            let (rows, whole) = try await wholeBoard(of: id, request)
            return (Self.shared(rows, of: whole), whole["version"]?.string)
        }
        let rows: SharedRows.Rows
        if let version = board["version"]?.string {
            let key = SharedRows.Key(contest: id, isJudges: isJudges, version: version)
            rows = try await sharedRows.rows(of: key, make)
        } else {
            rows = try await make().rows
        }
        var own: (index: Int, text: String)?
        if let known = board["own"], let place = rows.places[known.text("participant")] {
            own = (place.index, Self.text(known, at: place.row, of: board, isOwn: true))
        }
        let state = ["before", "over", "final"].first { $0 == board.text("phase") } ?? "running"
        let head = JSONTree.record([
            "columns": .array(
                board.items("problems").map { .record(["label": .string($0.text("label")), "color": $0["color"]]) }),
            "timeName": .string(Self.timeName(board)),
        ])
        let tail = JSONTree.record([
            "scoring": .string(Self.isICPC(board) ? "icpc" : "points"),
            "frozen": .bool(board.flag("isFrozen") && !isJudges), "state": .string(state),
        ])
        // One object of both, with the rows between them as they are.
        let text = "\(head.text.dropLast()),\"rows\":[\(rows.text(with: own))],\(tail.text.dropFirst())"
        return Array(text.utf8)
    }

    /// Rows as the script reads them, nobody's own.
    private static func shared(_ rows: [JSONTree], of board: JSONTree) -> SharedRows.Rows {
        var shared = SharedRows.Rows(texts: [], places: [:])
        for (index, row) in rows.enumerated() {
            shared.texts.append(text(row, at: row, of: board, isOwn: false))
            let place = JSONTree.record([
                "rank": row["rank"], "participant": row["participant"], "name": row["name"],
                "division": row["division"],
            ])
            shared.places[row.text("participant")] = .init(index: index, row: place)
        }
        return shared
    }

    /// A row as the script reads it.
    /// - Parameters:
    ///   - known: what is known of it.
    ///   - row: where it stands, and whose it is: as everybody sees it.
    ///   - board: of which board.
    ///   - isOwn: whether it is the reader's own.
    private static func text(_ known: JSONTree, at row: JSONTree, of board: JSONTree, isOwn: Bool) -> String {
        let isICPC = isICPC(board)
        return JSONTree.record([
            "rank": row["rank"] ?? .string("–"), "id": .string(row.text("participant")),
            "name": .string(name(of: row)), "note": row["division"],
            "score": .string(score(of: known, isICPC)), "penalty": .string(time(of: known, board)),
            "own": .bool(isOwn),
            "cells": .array(board.items("problems").map { .string(cell(of: known, $0, isICPC)) }),
        ]).text
    }

    private static func isICPC(_ board: JSONTree) -> Bool { board.text("format") == "icpc" }
}

/// How a board looks where no script shows it.
enum BoardTemplates {
    static let board = """
        <p><a href="{{contestPath}}">To the contest</a> · {{phase}}, {{count}} take part.{{#awardsPath}} · <a href="{{awardsPath}}">Awards</a>{{/awardsPath}}{{#isJudge}} · {{#isJudges}}<a href="{{openPath}}">As everybody sees it</a>{{/isJudges}}{{^isJudges}}<a href="{{judgesPath}}">As judges see it</a>{{/isJudges}}{{/isJudge}}</p>
        {{#isJudges}}<p class="hint">This is all that is known; others may see less of it.</p>{{/isJudges}}
        {{^isJudges}}{{#frozen}}<p class="notice">{{frozen}}</p>{{/frozen}}{{/isJudges}}
        {{#isClosed}}<p>The board is closed until the end.</p>{{/isClosed}}
        <div data-live-board data-title="{{title}}" data-board="{{data}}" data-live="{{live}}">
        <div class="scroll" tabindex="0" role="region" aria-label="Board">
        <table>
        <thead><tr><th scope="col" class="number">#</th><th scope="col">Team</th><th scope="col" class="number">Score</th><th scope="col" class="number">{{timeName}}</th>{{#columns}}<th scope="col">{{.}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr><td class="number">{{rank}}</td><th scope="row">{{name}}{{#isOwn}} <span class="badge good">you</span>{{/isOwn}}</th><td class="number">{{score}}</td><td class="number">{{time}}</td>{{#cells}}<td class="nowrap">{{.}}</td>{{/cells}}</tr>
        {{/rows}}
        {{^rows}}
        <tr><td colspan="4">Nobody yet.</td></tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        <p class="hint">+2:57 is solved at minute 57 with the second try, !1:12 first of all, −3 three tries, ?3:1 one waits after three, 40/2 is 40 points after two tries.</p>
        {{> next-page}}
        </div>

        """
}
