import Kernel
import Storage
import Testing

@Suite("Whose keys a name's are")
struct PersonIDTests {
    @Test("Each person's are their own, always the same, and never the site's")
    func names() throws {
        let names = (0..<20).map { _ in EntityID.random() }
        let people = names.compactMap { PersonID($0) }
        #expect(Set(people).count == 20 && people == names.compactMap { PersonID($0) })
        let zeros = try #require(EntityID(String(repeating: "0", count: 26)))
        #expect(PersonID(zeros) == nil)
    }
}
