import StrictYAML
import SystemPackage
import Testing
import Units

@Suite struct DocumentTests {
    private func read(_ text: String) throws(Diagnostic) -> YAMLNode {
        try YAMLDocument(text: text, file: "a.yaml").root
    }

    private func message(_ text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "~\n", "\u{FEFF}"])
    func nothingIsAnEmptyMapping(_ text: String) throws {
        #expect(try read(text).mapping().keys.isEmpty)
    }

    @Test(arguments: [
        ("a: [1, 2\n", "a.yaml:2: not YAML: did not find expected ',' or ']'"),
        ("a: \"never closed\n", "a.yaml:2: not YAML: found unexpected end of stream"),
        ("a: {b: 1\nc: 2\n", "a.yaml:2: not YAML:"),
        ("a: 1\n\tb: 2\n", "a.yaml:2: not YAML:"),
        ("a: b: c\n", "a.yaml:1: not YAML: mapping values are not allowed"),
        ("%%%%\n", "a.yaml:1: not YAML:"),
        ("a: |\n  x\n y\n", "a.yaml:3: not YAML:"),
        ("a: 1\n--- \nb: 2\n", "a.yaml:2: not YAML: but found another document"),
        ("a: 1\nb: 2\na: 3\n", "a.yaml:1: duplicate key \"a\"; give each key once"),
        ("a:\n  x: 1\n  \"x\": 2\n", "a.yaml:2: duplicate key \"x\""),
        ("a: 1\nb: x\u{0}y\n", "a.yaml:2: control character 0x0"),
        ("a: \u{1B}[31m\n", "a.yaml:1: control character 0x1B"),
        ("a: \u{80}\n", "a.yaml:1: not YAML: control characters"),
        ("? [a, b]\n: 1\n", "a.yaml:1: a key must be plain text"),
        ("a: !!int \"5\"\n", "a.yaml:1: the tag tag:yaml.org,2002:int is not supported"),
        ("a: !ruby/object x\n", "a.yaml:1: the tag !ruby/object is not supported"),
        ("a: &x 1\n", "a.yaml:1: anchors and aliases are not supported"),
        ("a: &x {b: 1}\nc: *x\n", "a.yaml:1: anchors and aliases are not supported"),
        ("a: *x\n", "a.yaml:1: not YAML: found undefined alias"),
        ("a: &x [*x]\n", "a.yaml:1: not YAML: found undefined alias"),
        ("<<: {a: 1}\n", "a.yaml:1: merge keys"),
    ])
    func whatIsWrongIsNamedWithItsLine(_ text: String, _ start: String) throws {
        let found = try #require(self.message(text))
        #expect(found.hasPrefix(start), "\(found)")
    }

    @Test func everyTruncationIsReadOrRefusedOnALine() {
        let text = "name: \"sum ü\"\nlimits: {memory: 256, list: [1, 'two', \"thr\\u0065e\"]}\ntext: |\n  a\n  b\n"
        let bytes = Array(text.utf8)
        var refused = 0
        for end in bytes.indices {
            do {
                _ = try YAMLDocument(bytes: Array(bytes[..<end]), file: "a.yaml")
            } catch {
                refused += 1
                #expect(error.line != nil, "\(error)")
            }
        }
        #expect(refused > 30)
    }

    @Test func bytesThatAreNotUTF8AreRefusedWithTheirLine() {
        #expect(throws: Diagnostic(file: "a.yaml", line: 2, message: "not UTF-8; save the file as UTF-8")) {
            try YAMLDocument(bytes: Array("a: 1\nb: ".utf8) + [0xE9, 0x0A], file: "a.yaml")
        }
    }

    @Test func randomBytesNeverEndTheProcess() {
        var state: UInt64 = 1
        let alphabet = Array("ab:-?[]{},&*!|>'\"%@#\\ \n\t0.é~<=".utf8)
        for _ in 0..<2000 {
            var bytes: [UInt8] = []
            for _ in 0..<60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            _ = try? YAMLDocument(bytes: bytes, file: "a.yaml")
            _ = try? YAMLDocument(bytes: bytes, file: "a.yaml", duplicateKeys: .lastCounts, aliases: .followed)
        }
    }

    @Test func carriageReturnsEndLines() throws {
        let map = try read("a: 1\r\nb: two\r\n").mapping()
        #expect(try map.integer("a") == 1)
        #expect(try map.string("b") == "two")
    }

    @Test func nestingIsBounded() throws {
        let allowed = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        #expect(message("a: " + allowed) == "a.yaml:1: nested deeper than 64 levels")
        #expect(try read(allowed).isSequence)
        #expect(message(String(repeating: "[", count: 500_000)) != nil)
        #expect(message(String(repeating: "- ", count: 500_000)) != nil)
        #expect(message(String(repeating: "{a: ", count: 200_000)) != nil)
        #expect(message(String(repeating: "[", count: 900) + String(repeating: "]", count: 900)) != nil)
    }

    @Test func sizeIsBounded() throws {
        let line = "k: " + String(repeating: "x", count: 96) + "\n"
        #expect(message(String(repeating: line, count: 20_000)) == "a.yaml: larger than 1024 KiB; make it smaller")
        let largest = "k: " + String(repeating: "x", count: YAMLDocument.sizeLimit - 3)
        #expect(try read(largest).mapping().string("k").utf8.count == YAMLDocument.sizeLimit - 3)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["", "? "])
    func aliasBombsAreRefusedAtOnce(_ prefix: String) throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let references = Array(repeating: "*a\(level - 1)", count: 8).joined(separator: ", ")
            text += "\(prefix)a\(level): &a\(level) [\(references)]\n"
        }
        #expect(message(text) == "a.yaml: anchors and aliases are not supported; write the values out")
    }

    @Test("aliases are followed where they are wanted, and merge keys stand for keys") func aliases() throws {
        let text = """
            base: &base {a: 1, b: 2}
            name: &n sum
            other: *n
            list: [*base, *n]
            one: {<<: *base, b: 3}
            two:
              c: 4
              <<: [{a: 5}, *base]
            &k key: *base
            """
        let root = try YAMLDocument(text: text, file: "a.yaml", duplicateKeys: .lastCounts, aliases: .followed).root
        let map = try root.mapping()
        #expect(try map.string("other") == "sum")
        #expect(try map.sequence("list")[0].mapping().integer("b") == 2)
        #expect(try map.mapping("one").integer("a") == 1)
        #expect(try map.mapping("one").integer("b") == 3)
        #expect(try map.mapping("two").keys.map { "\($0)\(try map.mapping("two").integer($0))" } == ["c4", "a5", "b2"])
        #expect(try map.mapping("key").integer("a") == 1)
        #expect(try map.mapping("one").value("a").name == "one.a")
        let many = "a: &a x\nb: [" + Array(repeating: "*a", count: 300).joined(separator: ", ") + "]\n"
        #expect(try followed(many).mapping().sequence("b").count == 300)
    }

    @Test(
        "what aliases cannot stand for is refused where they are followed",
        arguments: [
            ("<<: 1\n", "a.yaml:1: a merge key (<<) needs a mapping"),
            ("<<: [{a: 1}, b]\n", "a.yaml:1: a merge key (<<) needs a mapping"),
            ("\"<<\": {a: 1}\n", "a.yaml:1: merge keys (<<) are not supported"),
            ("a: &x [*x]\n", "a.yaml:1: not YAML: found undefined alias"),
            ("a: &x b\n*x : 1\n? [1]\n: 2\n", "a.yaml:3: a key must be plain text"),
        ])
    func badAliases(_ text: String, _ start: String) {
        #expect(throws: Diagnostic.self) { try followed(text) }
        do {
            _ = try followed(text)
        } catch {
            #expect("\(error)".hasPrefix(start), "\(error)")
        }
    }

    private func followed(_ text: String) throws(Diagnostic) -> YAMLNode {
        try YAMLDocument(text: text, file: "a.yaml", duplicateKeys: .lastCounts, aliases: .followed).root
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["", "? ", "<<", "[", "large"])
    func aliasBombsAreRefusedAtOnceWhereAliasesAreFollowed(_ kind: String) throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let references = Array(repeating: "*a\(level - 1)", count: 8).joined(separator: ", ")
            switch kind {
            case "<<":
                if level == 1 { text = "a0: &a0 {x: 1}\n" }
                text += "a\(level): &a\(level) {<<: [\(references)]}\n"
            case "[": text += "a\(level): &a\(level) {[\(references)]: 1}\n"
            case "large":
                text = "a: &a " + String(repeating: "x", count: 100_000) + "\nb: ["
                text += Array(repeating: "*a", count: 1000).joined(separator: ", ") + "]\n"
            default: text += "\(kind)a\(level): &a\(level) [\(references)]\n"
            }
        }
        #expect(throws: Diagnostic.self) { try followed(text) }
    }

    @Test func starsAndAmpersandsInTextAreNoAliases() throws {
        let text = "name: Tom & Jerry\ncode: |\n" + String(repeating: "  *p = &q; x = a*b;\n", count: 100)
        #expect(try read(text).mapping().string("name") == "Tom & Jerry")
    }

    @Test(.timeLimit(.minutes(1))) func nestedKeysAreRefused() {
        let depth = 400
        let text = String(repeating: "{", count: depth) + "a: 1" + String(repeating: "}: 1", count: depth)
        #expect(message(text) != nil)
    }

    @Test(.timeLimit(.minutes(1))) func largeKeysInKeysAreRefused() {
        let text = String(repeating: "? ", count: 900) + String(repeating: "x", count: 1_000_000)
        #expect(message(text) != nil)
    }

    @Test func aFileThatCannotBeReadIsNamed() {
        #expect(throws: Diagnostic(file: "/nonexistent.yaml", message: "cannot be read: No such file or directory")) {
            try YAMLDocument(path: "/nonexistent.yaml")
        }
        #expect(throws: Diagnostic.self) { try YAMLDocument(path: "/") }
        #expect(throws: Diagnostic.self) { try YAMLDocument(path: "/dev/zero") }
    }
}
