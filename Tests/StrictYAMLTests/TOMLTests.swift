import StrictYAML
import TestSupport
import Testing
import Units

@Suite("A TOML document") struct TOMLTests {
    private func root(_ text: String) throws -> YAMLMapping {
        try TOMLDocument(bytes: Array(text.utf8), file: "a.toml").root.mapping()
    }

    @Test("has values, tables and lists of tables")
    func read() throws {
        let root = try root(
            """
            # settings
            title = 'A + B'   # with a comment
            timelimit = 2.0\r
            "quoted key".inner = -1_000
            list = [ 1, # one
              "two", [true], {a = 1, b.c = 'x'}, ]
            [[tests]]
                name = "example.in"
                number = 2
            [[tests]]
            	name = "random.cpp"
            [params]
            A_MAX = 1_000_000_000
            deep = { x = { y = "z" }, empty = {} }
            [params.more]
            a = 1e9
            [other.inner]
            b = '''
            it's
            two lines'''
            c = \"""a\\tb \\
                c\\u00e9\\"\"""
            """)
        #expect(try root.string("title") == "A + B" && root.value("timelimit").double() == 2)
        #expect(try root.mapping("quoted key").integer("inner") == -1000)
        let list = try root.value("list").sequence()
        #expect(try list.count == 4 && list[0].integer() == 1 && list[1].string() == "two")
        #expect(try list[2].sequence()[0].boolean() && list[3].mapping().string("b.c") == "x")
        #expect(list[1].line == 6 && list[1].name == "list[1]")
        let tests = try root.value("tests").sequence()
        #expect(try tests.map { node throws in try node.mapping().string("name") } == ["example.in", "random.cpp"])
        #expect(try tests[0].mapping().value("number").line == 9 && tests[1].name == "tests[1]")
        let params = try root.mapping("params")
        #expect(try params.integer("A_MAX") == 1_000_000_000)
        #expect(try params.mapping("deep").mapping("x").string("y") == "z")
        #expect(try params.mapping("deep").mapping("empty").keys.isEmpty)
        #expect(try params.mapping("more").string("a") == "1e9")
        let inner = try root.mapping("other").mapping("inner")
        #expect(try inner.string("b") == "it's\ntwo lines" && inner.string("c") == "a\tb cé\"")
        #expect(try self.root("").keys.isEmpty)
    }

    static let refused: [(text: String, message: String)] = [
        ("a", "a.toml:1: not TOML: \"=\" has to stand behind a key"), ("= 1", "a.toml:1: not TOML: a key is missing"),
        ("a = 1 b", "a.toml:1: not TOML: something stands behind"), ("a = ", "a.toml:1: \"\" is no text in quotes"),
        ("a = b", "a.toml:1: \"b\" is no text in quotes"), ("a = 1\na = 2", "a.toml:2: the key \"a\" stands twice"),
        ("a = 2024-01-01", "a.toml:1: \"2024-01-01\" is no"), ("a = 0x1F", "a.toml:1: \"0x1F\" is no"),
        ("a = inf", "a.toml:1: \"inf\" is no"), ("a = 1__0", "a.toml:1: \"1__0\" is no"),
        ("a = _1", "a.toml:1: \"_1\" is no"), ("a = 1.", "a.toml:1: \"1.\" is no"),
        ("a = .5", "a.toml:1: \".5\" is no"),
        ("\na = \"x\ny\"", "a.toml:2: the text has no end; close it with \""),
        ("a = '''x", "a.toml:1: the text has no end; close it with '''"),
        ("a = \"\\q\"", "a.toml:1: not TOML: the backslash"), ("a = \"\\ud800\"", "a.toml:1: not TOML: the backslash"),
        ("a = [1, 2", "a.toml:1: not TOML: \",\" or \"]\" is missing"),
        ("a = [1 2]", "a.toml:1: not TOML: \",\" or \"]\""),
        ("a = {b = 1", "a.toml:1: not TOML: \",\" or \"}\""), ("a = {b = 1,}", "a.toml:1: not TOML: a key is missing"),
        ("[a", "a.toml:1: not TOML: \"]\" has to stand behind a table's name"),
        ("[a]\n[a]", "a.toml:2: the key \"a\" stands twice"), ("[[a]]\n[a]", "a.toml:2: the key \"a\" stands twice"),
        ("[a]\n[[a]]", "a.toml:2: the key \"a\" stands twice"), ("a = {}\n[a]", "a.toml:2: the key \"a\" stands twice"),
        ("a = {}\na.b = 1", "a.toml:2: the key \"a\" stands twice"), ("a = 1\na.b = 1", "a.toml:2: the key \"a\""),
        ("a = {b = 1, b = 2}", "a.toml:1: the key \"b\" stands twice"),
        ("a = " + String(repeating: "[", count: 100), "a.toml:1: nested deeper than 64 levels"),
        (Array(repeating: "a", count: 100).joined(separator: ".") + " = 1", "a.toml:1: more than 64 keys with dots"),
    ]

    @Test("is refused with file and line where it is none", arguments: refused)
    func refuse(text: String, message: String) {
        let error = #expect(throws: Diagnostic.self) { try root(text) }
        #expect(error?.description.hasPrefix(message) == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test("of any bytes is read or refused, and never takes long")
    func garbage() throws {
        var random = SeededGenerator(seed: 5)
        let parts = [
            "[", "]", "[[", "]]", "{", "}", "=", ",", ".", "\"", "'", "'''", "\"\"\"", "\\", "\n", "a", "b", "1", "_",
            "#", " ",
            "true", "\u{e9}", "\u{0}",
        ]
        for _ in 0..<3000 {
            let text = (0..<random.below(40)).map { _ in parts[random.below(parts.count)] }.joined()
            _ = try? root(text)
        }
        #expect(throws: Diagnostic.self) { try root(String(repeating: "a = [[[[[", count: 100_000)) }
        _ = try? root("a = [" + String(repeating: "1,", count: 99_000) + "]")
    }
}
