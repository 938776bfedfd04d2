import Events
import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing
import Views
import ViewsTestSupport

/// Exports: all rows of one state, in pieces, as others read them.
struct ExportTests {
    private static let texts = [
        "plain", "", "a,b", "say \"hi\"", "two\nlines", "carriage\rreturn", "crlf\r\nthere", " spaces ", "日本語", "=1+1",
        "-2",
        "+x", "@cmd", "\t=1", "  =1", "\u{ff1d}1", "'quoted", "tab\there", "\\", "\u{feff}=1", "null",
    ]

    private static let view = ViewDeclaration(
        name: "things", version: 1, streams: .any,
        schema: ["CREATE TABLE things (id INTEGER PRIMARY KEY, text TEXT, number REAL, bytes BLOB)"],
        apply: { entry, writer in
            let id = Int(entry.position.number)
            let number: Double? = id % 3 == 0 ? nil : -Double(id) / 4
            try writer.execute(
                "INSERT INTO things VALUES (\(id), \(texts[(id - 1) % texts.count]), \(number), \([UInt8(id % 256)]))")
        })

    private static func running(
        _ count: Int, limits: ViewStore.Limits = ViewsFolder.patient,
        _ body: @escaping @Sendable @concurrent (ViewsFolder, MemoryLog, ViewScope) async throws -> Void
    ) async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try (0..<count).map { _ in (try StreamName("s"), Event(type: "t", payload: [])) })
        try await folder.running([view], log, limits: limits) { store in
            let scope = try store.scope(["things"])
            try await eventually { store.position.number == UInt64(count) }
            try await body(folder, log, scope)
        }
    }

    private static let all: SQL = "SELECT * FROM things ORDER BY id"

    @Test(.timeLimit(.minutes(1)))
    func csvIsReadBackByPythonAsItWas() async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") else { return }
        try await Self.running(Self.texts.count) { folder, _, scope in
            var bytes: [UInt8] = []
            try await scope.export(Self.all, as: .csv(guardsFormulas: false)) { bytes += $0 }
            let file = folder.path.appending("things.csv").string
            try Data(bytes).write(to: URL(fileURLWithPath: file))
            let script =
                "import csv,json,sys;print(json.dumps(list(csv.reader(open(sys.argv[1],newline='',encoding='utf-8')))))"
            let output = URL(fileURLWithPath: folder.path.appending("out").string)
            let python = try ChildProcess(["/usr/bin/python3", "-c", script, file], output: output)
            #expect(python.waitForEnd() == 0)
            let rows = try JSONDecoder().decode([[String]].self, from: Data(contentsOf: output))
            #expect(rows.first == ["id", "text", "number", "bytes"])
            #expect(rows.dropFirst().map { $0[1] } == Self.texts)
            #expect(rows[1] == ["1", "plain", "-0.25", "AQ=="])
            #expect(rows[3][2] == "")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatASpreadsheetWouldTakeForAFormulaIsGuarded() async throws {
        try await Self.running(Self.texts.count) { _, _, scope in
            var bytes: [UInt8] = []
            try await scope.export("SELECT text FROM things WHERE id > 9 ORDER BY id", as: .csv()) { bytes += $0 }
            let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
            #expect(
                lines == [
                    "text", "'=1+1", "'-2", "'+x", "'@cmd", "'\t=1", "'  =1", "'\u{ff1d}1", "'quoted", "tab\there",
                    "\\",
                    "'\u{feff}=1", "null", "",
                ])
        }
    }

    @Test func columnsThatPeopleHaveNamedAreGuardedLikeValues() {
        let columns = ["rank", "A", "=1+1", "@x", "a,b"]
        #expect(RowWriting(format: .csv(), columns: columns).header == "rank,A,'=1+1,'@x,\"a,b\"\r\n")
        let bare = RowWriting(format: .csv(guardsFormulas: false), columns: columns)
        #expect(bare.header == "rank,A,=1+1,@x,\"a,b\"\r\n")
        #expect(RowWriting(format: .jsonLines, columns: columns).header == "")
    }

    @Test(.timeLimit(.minutes(1)))
    func everyJSONLineIsAnObjectWithWhatTheRowHas() async throws {
        try await Self.running(Self.texts.count) { _, _, scope in
            var bytes: [UInt8] = []
            let position = try await scope.export(Self.all, as: .jsonLines) { bytes += $0 }
            #expect(position.number == UInt64(Self.texts.count))
            struct Line: Decodable {
                var id: Int
                var text: String
                var number: Double?
                var bytes: String
            }
            let lines = try bytes.split(separator: UInt8(ascii: "\n")).map {
                try JSONDecoder().decode(Line.self, from: Data($0))
            }
            #expect(lines.map(\.text) == Self.texts)
            #expect(lines.map(\.id) == Array(1...Self.texts.count))
            #expect(lines[2].number == nil)
            #expect(lines[3].number == -1)
            #expect(lines[1].bytes == "Ag==")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func piecesAreSmallAndOfOneStateWhileMoreIsApplied() async throws {
        try await Self.running(20_000) { _, log, scope in
            var (sizes, lines, appended) = ([Int](), 0, LogPosition.start)
            let position = try await scope.export(Self.all, as: .jsonLines) { piece in
                sizes.append(piece.count)
                lines += piece.count { $0 == UInt8(ascii: "\n") }
                appended = try await log.append(
                    [Event(type: "t", payload: [])], to: StreamName("s"), expecting: .anything)
                _ = try await scope.read(atLeast: appended) { $0.position }
            }
            #expect(position.number == 20_000)
            #expect(lines == 20_000)
            #expect(appended.number == 20_000 + UInt64(sizes.count))
            #expect(sizes.count > 10)
            #expect(sizes.allSatisfy { $0 < 128 << 10 })
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func anExportThatEndsEarlyHoldsNothing() async throws {
        struct Enough: Error {}
        var limits = ViewsFolder.patient
        (limits.exports, limits.wait) = (1, .milliseconds(20))
        try await Self.running(10_000, limits: limits) { _, _, scope in
            for _ in 0..<5 {
                await #expect(throws: Enough.self) {
                    try await scope.export(Self.all, as: .csv()) { _ in throw Enough() }
                }
                // A statement that is wrong, too.
                await #expect(throws: ViewError.self) { try await scope.export("SELECT nothing", as: .csv()) { _ in } }
            }
            // While one goes on there is no turn for another.
            try await scope.export("SELECT 1", as: .csv()) { _ in
                let busy = await #expect(throws: ViewError.self) {
                    try await scope.export("SELECT 1", as: .csv()) { _ in }
                }
                #expect(busy?.code == .busy)
            }
            // A statement of an export that ended begins again.
            var bytes = 0
            try await scope.export("SELECT id FROM things WHERE id < 9", as: .jsonLines) { bytes += $0.count }
            #expect(bytes == 8 * 9)
        }
    }

    @Test("An export waits for nothing: what it must have is waited for before it begins", .timeLimit(.minutes(1)))
    func positions() async throws {
        try await Self.running(3) { _, log, scope in
            let later = LogPosition(4)
            let behind = await #expect(throws: ViewError.self) {
                try await scope.export(Self.all, as: .csv(), atLeast: later) { _ in }
            }
            #expect(behind?.code == .behind)
            async let reached: Void = scope.reach(later)
            let end = try await log.append(
                [Event(type: "t", payload: [])], to: try StreamName("s"), expecting: .anything)
            try await reached
            #expect(end == later)
            #expect(try await scope.export(Self.all, as: .csv(), atLeast: later) { _ in } == later)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aReceiverThatIsTooSlowEndsIt() async throws {
        var limits = ViewsFolder.patient
        limits.export = .milliseconds(20)
        try await Self.running(10_000, limits: limits) { _, _, scope in
            let slow = await #expect(throws: ViewError.self) {
                // Longer than an export may take.
                try await scope.export(Self.all, as: .csv()) { _ in try await Task.sleep(for: .milliseconds(21)) }
            }
            #expect(slow?.code == .tooSlow)
        }
    }
}
