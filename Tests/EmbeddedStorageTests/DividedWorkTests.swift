import Testing

@testable import EmbeddedStorage

struct DividedWorkTests {
    private struct Refused: Error, Equatable { var number: Int }

    @Test(arguments: [0, 1, 63, 64, 65, 128, 1000]) func whatIsMadeComesInTheOrderOfWhatItIsMadeOf(_ count: Int) async {
        let made = await mapDivided(Array(0..<count), by: 64) { $0.map { $0 * 2 } }
        #expect(made == (0..<count).map { $0 * 2 })
    }

    @Test func theFirstFailureIsThrownWhoeverFailedFirst() async {
        for _ in 0..<20 {
            let refused = await #expect(throws: Refused.self) {
                try await mapDivided(Array(0..<1000), by: 10) { numbers throws(Refused) in
                    for number in numbers where number % 300 == 299 { throw Refused(number: number) }
                    return Array(numbers)
                }
            }
            #expect(refused == Refused(number: 299))
        }
    }
}
