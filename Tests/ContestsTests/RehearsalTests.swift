import Foundation
import TestSupport
import Testing

@testable import Contests

@Suite("A rehearsed board") struct RehearsalTests {
    @Test("changes with each result, and is written as clients get it")
    func results() throws {
        var rehearsal = try BoardRehearsal(participants: 60, problems: 3)
        let before = try rehearsal.page()
        let rows = try JSONSerialization.jsonObject(with: Data(before)) as? [[String: Any]]
        #expect(rows?.count == 50)
        try rehearsal.judge(7, 0, isRight: true)
        #expect(try rehearsal.page() != before)
        try rehearsal.judge(7, 0, isRight: false)
        try rehearsal.judge(7, 0, isRight: true)
        let after = try rehearsal.page()
        try rehearsal.judge(7, 0, isRight: true)
        #expect(try rehearsal.page() == after)
    }
}
