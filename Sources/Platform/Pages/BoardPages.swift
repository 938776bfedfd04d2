internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// The board of a contest: as a table, page by page, and as what the script shows all of.
extension SitePages {
    /// How many rows a browser gets at once.
    private static let most = 2000
    private static let page = 200

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
        let isICPC = board.text("format") == "icpc"
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
            "rows": .list(rows.map { Self.row($0, problems, isICPC, own: board["own"]?.text("participant")) }),
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

    private static func row(
        _ row: JSONTree, _ problems: [JSONTree], _ isICPC: Bool, own: String?
    ) -> TemplateValue {
        [
            "rank": .text(row.text("rank")), "name": .text(name(of: row)),
            "isOwn": .flag(row.text("participant") == own),
            "score": .text(row.text(isICPC ? "solved" : "points")), "time": .text(time(of: row, isICPC)),
            "cells": .list(problems.map { .text(cell(of: row, $0, isICPC)) }),
        ]
    }

    /// What the column beside the score has.
    private static func timeName(_ board: JSONTree) -> String {
        switch board.text("format") {
        case "icpc": "Time"
        case "codeforces": "Hacks"
        default: "Minutes"
        }
    }

    /// What stands there: of hacks, how many were successful, and how many were not.
    private static func time(of row: JSONTree, _ isICPC: Bool) -> String {
        guard !isICPC, let hacks = row["hacks"] else { return row.text("time") }
        return "+\(hacks.text("successful")) −\(hacks.text("unsuccessful"))"
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
        if pending > 0 { return "?\(judged):\(pending)" }
        if !isICPC { return judged > 0 ? "\(cell.text("points"))/\(judged)" : "" }
        if cell.flag("isSolved") { return "\(cell.flag("isFirst") ? "!" : "+")\(max(1, judged)):\(cell.text("time"))" }
        return judged > 0 ? "-\(judged)" : ""
    }

    /// All rows, as far as a browser gets them, and what is said of the board.
    func wholeBoard(of id: String, _ request: PageRequest) async throws -> (rows: [JSONTree], board: JSONTree) {
        var (rows, cursor, board): ([JSONTree], String?, JSONTree) = ([], nil, .object([]))
        repeat {
            board = try await request.read(
                Self.contest + "/leaderboard", ["id": id],
                query: ["limit": "\(Self.page)", "cursor": cursor, "view": request.query["view"]])
            rows += board.items("rows")
            cursor = board["next"]?.string
        } while cursor != nil && rows.count < Self.most
        return (rows, board)
    }

    /// The board as the script reads it.
    private func boardData(_ request: PageRequest) async throws -> [UInt8] {
        let (rows, board) = try await wholeBoard(of: request.parameter("id"), request)
        let problems = board.items("problems")
        let isICPC = board.text("format") == "icpc"
        let own = board["own"]?.text("participant")
        // One's own row has all that one may know of oneself.
        let shown = rows.map { row in
            let isOwn = row.text("participant") == own
            let known = isOwn ? board["own"] ?? row : row
            return JSONTree.record([
                "rank": row["rank"] ?? .string("–"), "id": .string(row.text("participant")),
                "name": .string(Self.name(of: row)), "note": row["division"],
                "score": .string(known.text(isICPC ? "solved" : "points")),
                "penalty": .string(Self.time(of: known, isICPC)),
                "own": .bool(isOwn),
                "cells": .array(problems.map { .string(Self.cell(of: known, $0, isICPC)) }),
            ])
        }
        let state = ["before", "over", "final"].first { $0 == board.text("phase") } ?? "running"
        let tree = JSONTree.record([
            "columns": .array(
                problems.map { .record(["label": .string($0.text("label")), "color": $0["color"]]) }),
            "timeName": .string(Self.timeName(board)), "rows": .array(shown),
            "scoring": .string(isICPC ? "icpc" : "points"),
            "frozen": .bool(board.flag("isFrozen") && request.query["view"] != "judges"),
            "state": .string(state),
        ])
        return Array(tree.text.utf8)
    }
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
