import StorageConformance
import Testing

struct EmbeddedConformanceTests {
    @Test(.timeLimit(.minutes(3)), arguments: ConformanceCheck.all)
    func theStoreKeepsItsContract(_ check: ConformanceCheck) async throws {
        let fixture = try EmbeddedFixture()
        do {
            try await check.run(fixture)
        } catch {
            Issue.record("\(check): \(error)")
        }
        try await fixture.close()
    }
}
