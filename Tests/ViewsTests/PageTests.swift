import Events
import Foundation
import Storage
import TestSupport
import Testing
import Views
import ViewsTestSupport

/// Lists that are read page by page.
struct PageTests {
    private struct Item: Hashable {
        var id: Int
        var group: String?
        var score: Int?
    }

    /// Rows with values that are there often, and with nothing.
    private static func items(_ seed: UInt64) -> [Item] {
        var random = SeededGenerator(seed: seed)
        return (0..<120).map { id in
            Item(
                id: id, group: random.chance(1, in: 4) ? nil : ["a", "b", "ä"][random.below(3)],
                score: random.chance(1, in: 5) ? nil : random.below(6) - 3)
        }
    }

    private static func view(_ items: [Item]) -> ViewDeclaration {
        ViewDeclaration(
            name: "items", version: 1, streams: .any,
            schema: ["CREATE TABLE items (id INTEGER PRIMARY KEY, grp TEXT, score INTEGER)"],
            apply: { _, writer in
                for item in items {
                    try writer.execute("INSERT INTO items VALUES (\(item.id), \(item.group), \(item.score))")
                }
            })
    }

    private static let orders: [[ViewList.Order]] = [
        [.ascending("id")], [.descending("id")],
        [.ascending("grp", mayBeNull: true), .ascending("id")],
        [.descending("grp", mayBeNull: true), .descending("id")],
        [.descending("score", mayBeNull: true), .ascending("grp", mayBeNull: true), .descending("id")],
        [.ascending("score", mayBeNull: true), .descending("grp", mayBeNull: true), .ascending("id")],
    ]

    private static func running(
        _ items: [Item], _ body: @escaping @Sendable @concurrent (ViewScope) async throws -> Void
    ) async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog([(try StreamName("s"), Event(type: "t", payload: []))])
        try await folder.running([view(items)], log) { store in
            let scope = try store.scope(["items"])
            _ = try await scope.read(atLeast: LogPosition(1)) { $0.position }
            try await body(scope)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: 1...3 as ClosedRange<UInt64>)
    func pagesTogetherAreTheListInItsOrder(_ seed: UInt64) async throws {
        try await Self.running(Self.items(seed)) { scope in
            var random = SeededGenerator(seed: seed)
            for order in Self.orders {
                for filter in [nil, "score > \(0)", "grp = \("a") OR id % 2 = 0", "0"] as [SQL?] {
                    var list = ViewList(columns: "id, grp", from: "items", order: order)
                    list.filter = filter
                    let whole = list
                    let all = try await scope.read { try $0.page(of: whole, atMost: 1000, after: nil) }
                    #expect(all.next == nil)
                    var (paged, cursor): ([ViewRow], String?) = ([], nil)
                    repeat {
                        let (size, after) = (1 + random.below(30), cursor)
                        let page = try await scope.read { try $0.page(of: whole, atMost: size, after: after) }
                        #expect(page.rows.count == size || page.next == nil)
                        #expect(page.rows.allSatisfy { $0.columns == ["id", "grp"] })
                        paged += page.rows
                        cursor = page.next
                    } while cursor != nil
                    #expect(paged == all.rows)
                }
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aCursorOfAnotherListOrOneThatWasChangedIsAnErrorOfTheDomain() async throws {
        try await Self.running(Self.items(1)) { scope in
            var list = ViewList(columns: "id", from: "items", order: [.ascending("id")])
            list.filter = "score >= \(0)"
            let mine = list
            let first = try await scope.read { try $0.page(of: mine, atMost: 3, after: nil) }
            let cursor = try #require(first.next)
            var others = [mine, mine, mine]
            others[0].filter = "score >= \(1)"
            others[1].order = [.descending("id")]
            others[2].columns = "id, grp"
            for other in others {
                let error = await #expect(throws: ViewError.self) {
                    try await scope.read { try $0.page(of: other, atMost: 3, after: cursor) }
                }
                #expect(error?.code == .badCursor)
            }
            var random = SeededGenerator(seed: 1)
            var forged = [
                "", "x", "AAAA", cursor + "A", String(cursor.dropLast()), String(repeating: "A", count: 100_000),
            ]
            for _ in 0..<100 {
                var bytes = Array(cursor.utf8)
                bytes[random.below(bytes.count)] ^= UInt8(1 + random.below(60))
                if bytes != Array(cursor.utf8) { forged.append(String(decoding: bytes, as: UTF8.self)) }
            }
            for text in forged {
                // The last digit of base64 has bits that say nothing: then it is the same cursor.
                guard Data(base64Encoded: Self.padded(text)) != Data(base64Encoded: Self.padded(cursor)) else {
                    continue
                }
                let error = await #expect(throws: ViewError.self, "\(text.prefix(100))") {
                    try await scope.read { try $0.page(of: mine, atMost: 3, after: text) }
                }
                #expect(error?.code == .badCursor)
            }
            let second = try await scope.read { try $0.page(of: mine, atMost: 3, after: cursor) }
            #expect(second.rows.count == 3)
            #expect(Set(second.rows).isDisjoint(with: first.rows))
        }
    }

    private static func padded(_ text: String) -> String {
        text.replacing("-", with: "+").replacing("_", with: "/")
            + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}
