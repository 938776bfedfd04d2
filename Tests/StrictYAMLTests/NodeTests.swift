import StrictYAML
import Testing
import Units

@Suite struct NodeTests {
    private enum Fruit: String, CaseIterable { case apple, pear }

    private func root(_ text: String) throws(Diagnostic) -> YAMLMapping {
        try YAMLDocument(text: text, file: "a.yaml").root.mapping()
    }

    private func message<Value>(_ text: String, _ read: (YAMLMapping) throws -> Value) -> String? {
        do {
            _ = try read(try root(text))
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("0", 0), ("7", 7), ("-12", -12), ("+3", 3), ("0x1F", 31), ("0o17", 15), ("9223372036854775807", Int.max),
    ])
    func integers(_ text: String, _ value: Int) throws {
        #expect(try root("k: \(text)").integer("k") == value)
    }

    @Test(arguments: ["010", "1.0", "1e3", "\"5\"", "lots", "0x", "--1", "1_000", "9223372036854775808", "[1]", "٣"])
    func whatIsNoInteger(_ text: String) {
        let message = message("k: \(text)") { try $0.integer("k") }
        #expect(message?.hasPrefix("a.yaml:1: \"k\" must be an integer, not ") == true)
    }

    @Test(arguments: [("1", 1.0), ("0.5", 0.5), ("1e-6", 1e-6), ("-2.5E3", -2500), (".5", 0.5)])
    func numbers(_ text: String, _ value: Double) throws {
        #expect(try root("k: \(text)").double("k") == value)
    }

    @Test(arguments: ["nan", ".inf", "inf", "0x10", "1e999", "'1'", "1 s", "infinity"])
    func whatIsNoNumber(_ text: String) {
        #expect(message("k: \(text)") { try $0.double("k") } != nil)
    }

    @Test(arguments: [("true", true), ("yes", true), ("On", true), ("false", false), ("NO", false), ("off", false)])
    func truthValues(_ text: String, _ value: Bool) throws {
        #expect(try root("k: \(text)").boolean("k") == value)
    }

    @Test func textIsTakenAsWritten() throws {
        let map = try root("a: 1.10\nb: yes\nc: ''\nd: \"x\\ty\"\ne: >-\n  one\n  two\nf: !!str 5\n")
        #expect(try ["a", "b", "c", "d", "e", "f"].map(map.string) == ["1.10", "yes", "", "x\ty", "one two", "5"])
    }

    @Test(arguments: ["", " ~", " null", " Null"])
    func aKeyWithoutAValueIsAbsent(_ text: String) throws {
        let map = try root("k:\(text)\n")
        #expect(map["k"] == nil)
        #expect(map.keys == ["k"])
        #expect(message("k:\(text)\n") { try $0.string("k") } == "a.yaml:1: the key \"k\" has no value")
    }

    @Test func aQuotedNullIsText() throws {
        #expect(try root("k: 'null'").string("k") == "null")
    }

    @Test func listsAndTheTextInTheirPlace() throws {
        let map = try root("one: a\nmany: [a, 2, 'c']\nnone: []\n")
        #expect(try map.strings("one") == ["a"])
        #expect(try map.strings("many") == ["a", "2", "c"])
        #expect(try map.strings("none").isEmpty)
        #expect(try map.sequence("many").count == 3)
    }

    @Test func keysKeepTheirOrderAndLines() throws {
        let map = try root("z: 1\n\na: 2\n1: 3\n")
        #expect(map.keys == ["z", "a", "1"])
        #expect(map.line(of: "a") == 3)
        #expect(map.line(of: "b") == nil)
    }

    @Test func choices() throws {
        #expect(try root("k: pear").value("k").choice(Fruit.self) == .pear)
        #expect(
            message("k: plum") { try $0.value("k").choice(Fruit.self) }
                == "a.yaml:1: \"k\" must be \"apple\" or \"pear\", not plum")
    }

    @Test func errorsNameThePathTheLineAndWhatWasExpected() {
        let text = "limits:\n  memory: lots\nauthors:\n  - name: []\n"
        #expect(
            message(text) { try $0.mapping("limits").integer("memory") }
                == "a.yaml:2: \"limits.memory\" must be an integer, not lots")
        #expect(
            message(text) { try $0.sequence("authors")[0].mapping().string("name") }
                == "a.yaml:4: \"authors[0].name\" must be text, not a list")
        #expect(
            message(text) { try $0.mapping("limits").string("output") }
                == "a.yaml:2: the key \"output\" is missing in \"limits\"")
        #expect(message("a: 5") { try $0.integer("a", in: 6...9) } == "a.yaml:1: \"a\" must be 6 to 9, not 5")
        #expect(message("a: 5") { try $0.integer("a", in: 6 ... .max) } == "a.yaml:1: \"a\" must be 6 or more, not 5")
        #expect(message("a: {}") { try $0.sequence("a") } == "a.yaml:1: \"a\" must be a list, not a mapping")
        #expect(
            message("- 1") { $0.keys } == "a.yaml:1: the document must be a mapping of keys to values, not a list")
    }

    @Test(arguments: [
        ("nmae", "name"), ("Name", "name"), ("time_limit", "time-limit"), ("memry", "memory"), ("naem", "name"),
    ])
    func misspelledKeysAreGuessed(_ written: String, _ meant: String) {
        #expect(
            message("\(written): 1") { try $0.allow("name", "memory", "time-limit") }
                == "a.yaml:1: unknown key \"\(written)\" (did you mean \"\(meant)\"?)")
    }

    @Test func otherUnknownKeysAreNotGuessed() throws {
        #expect(message("name: 1\nelephant: 2") { try $0.allow("name") } == "a.yaml:2: unknown key \"elephant\"")
        let map = try root("x: 1\nname: 1\ny: 2\n")
        #expect(map.unknownKeys(allowing: ["name"]).map(\.line) == [1, 3])
    }
}
