import StrictXML
import Testing

@Suite("Elements that are written as XML")
struct XMLTextTests {
    @Test(
        "Attributes and texts are read as they are, whatever is in them",
        arguments: ["", "a", "<a>", "a & b", "\"a\"", "'a'", "a\nb", "a\tb", "ü", "]]>", "&amp;", "\u{1F600}"])
    func texts(text: String) throws {
        let document = XMLText(
            "a", ["value": text, "absent": nil],
            [XMLText("b", text: text), XMLText("c", ["d": "e"])]
        ).document
        let root = try XMLDocument(bytes: Array(document.utf8), file: "test").root
        #expect(root.name == "a")
        #expect(root["value"] == text)
        #expect(root["absent"] == nil)
        #expect(root.child("b")?.text == text)
        #expect(root.child("c")?["d"] == "e")
    }

    @Test("What no document may have becomes a question mark")
    func forbidden() throws {
        let document = XMLText("a", ["b": "x\u{1}y"]).document
        #expect(try XMLDocument(bytes: Array(document.utf8), file: "test").root["b"] == "x?y")
    }
}
