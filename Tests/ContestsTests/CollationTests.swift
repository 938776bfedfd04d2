import Foundation
import Testing

@testable import Contests

@Suite("The order of names") struct CollationTests {
    @Test("is that of letters, whatever their case and accents, and not that of their numbers")
    func order() {
        let names = ["apple", "Äpfel", "Čapek", "Cd", "eclair", "Eclair", "éclair", "Ökonom", "Oz", "Zebra"]
        let sorted = names.shuffled().sorted { Collation.compare($0, $1) == .orderedAscending }
        #expect(sorted == ["Äpfel", "apple", "Čapek", "Cd", "eclair", "Eclair", "éclair", "Ökonom", "Oz", "Zebra"])
    }
}
