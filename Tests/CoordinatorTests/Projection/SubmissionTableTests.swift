import Events
import Foundation
import Glibc
import Storage
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// What a submission costs in memory.
struct SubmissionTableTests {
    @Test func aRowHasEightyBytes() {
        #expect(MemoryLayout<SubmissionRow>.stride == 80)
    }

    /// A million submissions of 100 tenants, 50 packages and 20 contests; with what the table left behind as it grew.
    @Test(.enabled(if: LongTests.areAskedFor))
    func aMillionSubmissionsNeedAbout150BytesEach() throws {
        var table = SubmissionTable()
        let count = 1_000_000
        let before = try Self.residentBytes()
        for number in 0..<count {
            let id = SubmissionID(tenant: "tenant-\(number % 100)", key: "\(number)")
            var accepted = SubmissionAccepted()
            accepted.tenant = "tenant-\(number % 100)"
            accepted.package = Data(ContentHash(of: [UInt8(number % 50)]).bytes)
            accepted.contest = "contest-\(number % 20)"
            accepted.language = "cpp"
            let entry = LogEntry(
                position: LogPosition(UInt64(number + 1)), stream: try id.stream, recordedAt: Int64(number),
                events: [try Event(accepted)])
            _ = try table.apply(entry, of: id)
        }
        let each = (try Self.residentBytes() - before) / count
        #expect(table.count == UInt32(count))
        #expect(each <= 160, "\(each) bytes each")
        print("\(each) bytes of memory for each of \(count) submissions")
    }

    private static func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return try #require(pages) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }

    @Test func aMinuteForgetsWhatIsOlder() {
        var counts = MinuteCounts<Bool>()
        for second in 0..<100 { counts.count(true, at: .seconds(second)) }
        #expect(counts.totals(at: .seconds(99))[true] == 60)
        #expect(counts.totals(at: .seconds(129))[true] == 30)
        #expect(counts.totals(at: .seconds(1_000_000))[true] == nil)
    }
}
