import Kernel
import Storage
import Testing

@Suite("Whose keys a name's are")
struct PersonIDTests {
    @Test("Each person's are their own, and always the same")
    func names() {
        let names = (0..<20).map { _ in EntityID.random() }
        let people = names.map { PersonID($0) }
        #expect(Set(people).count == 20 && people == names.map { PersonID($0) })
        #expect(people.map { EntityID($0) } == names)
    }
}
