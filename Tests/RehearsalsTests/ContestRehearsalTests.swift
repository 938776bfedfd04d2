import Foundation
import Logging
import Rehearsals
import SystemPackage
import TestSupport
import Testing
import Toolchains

@Suite("A rehearsed contest", .timeLimit(.minutes(2))) struct ContestRehearsalTests {
    @Test("Everything that is handed in is taken, judged, and seen on the board")
    func whole() async throws {
        let folder = FilePath("/tmp/verdict-rehearsal-\(UInt64.random(in: 0 ... .max))")
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        var options = ContestRehearsal.Options()
        (options.participants, options.problems) = (20, 3)
        (options.perMinute, options.length) = (3000, .seconds(1))
        options.judging = .milliseconds(10)
        let outcome = try await ContestRehearsal.run(
            options, in: folder, languages: RepositoryLanguages.catalog,
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        #expect(outcome.failures.isEmpty)
        #expect(outcome.accepted.count == 50 && outcome.counted == 50 && !outcome.shown.isEmpty)
        #expect(outcome.cpuTime > .zero && outcome.time > .zero)
    }
}
