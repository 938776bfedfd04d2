import StrictYAML
import Testing

@Suite("Values that are written as YAML")
struct YAMLTextTests {
    @Test(
        "A text is read as the same text, whatever it looks like",
        arguments: [
            "", " ", "a", "a b", "yes", "No", "null", "~", "1", "1.5", "1e3", "0x10", "1_000", "2025-09-01", "12:30",
            "a: b", "a #b",
            "# a", "- a", "[a]", "{a}", "&a", "*a", "!a", "%a", "@a", "`a`", "\"a\"", "'a'", "a\\b", "a\nb", "a\tb",
            " a ", "ü", "日本",
            "\u{7F}", "\u{85}", "\u{2028}", "\u{1F600}", "a,b", "a:", ":a", "?", "|", ">", "=", ".inf",
        ])
    func texts(text: String) throws {
        let value = YAMLText.mapping([
            .init("text", .text(text)), .init("list", .texts([text, "b"])),
            .init("inner", .mapping([.init(text, .mapping([.init("x", .number(1))]))])),
        ])
        for document in [value.document, value.json] {
            let read = try YAMLDocument(text: document, file: "test").root.mapping()
            #expect(try read.string("text") == text, "\(document)")
            #expect(try read.strings("list") == [text, "b"], "\(document)")
            let inner = try read.mapping("inner")
            #expect(inner.keys == [text])
            #expect(try inner.mapping(text).integer("x") == 1)
        }
    }

    @Test("A mapping has a line for each key, and what is in lists stands in one line")
    func layout() {
        let value = YAMLText.mapping([
            .init("name", .text("A sum")), .init("scoring", .flag(true)), .init("empty", .list([])),
            .init("limits", .mapping([.init("time_limit", .literal("1.5"))])),
            .init("people", .list([.mapping([.init("name", .text("A"))]), .text("B")])),
        ])
        #expect(
            value.document == """
                name: A sum
                scoring: true
                empty: []
                limits:
                  time_limit: 1.5
                people: [{name: A}, B]

                """)
        #expect(YAMLText.mapping([]).document == "{}\n")
    }
}
