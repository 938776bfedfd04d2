import StrictXML
import TestSupport
import Testing
import Units

@Suite("An XML document") struct DocumentTests {
    private func root(_ text: String) throws(Diagnostic) -> XMLElement {
        try XMLDocument(bytes: Array(text.utf8), file: "a.xml").root
    }

    private func message(_ bytes: [UInt8]) -> String? {
        do {
            _ = try XMLDocument(bytes: bytes, file: "a.xml")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("Elements, attributes, texts and lines are read")
    func read() throws {
        let root = try root(
            """
            \u{FEFF}<?xml version="1.0" encoding="utf-8" standalone="no"?>
            <!-- a < b -->
            <problem short-name='a "b"' n = "1&#32;&lt;&#x41;">
                <names><name language="ü" value="a\nb"/></names>
                <limit> 12<![CDATA[ <&> ]]>3&amp;\r\n </limit><x:limit/>
            </problem>
            <?after?>
            """)
        #expect(root.name == "problem" && root.line == 3 && root["short-name"] == "a \"b\"" && root["n"] == "1 <A")
        #expect(root["none"] == nil && root.children.map(\.name) == ["names", "limit", "x:limit"])
        let name = try #require(root.child("names")?.child("name"))
        #expect(name.attributes == ["language": "ü", "value": "a b"] && name.line == 4 && name.children.isEmpty)
        let limit = try #require(root.children("limit").first)
        #expect(limit.text == " 12 <&> 3&\n " && limit.trimmedText == "12 <&> 3&" && limit.line == 6)
        #expect(limit.error("no").description == "a.xml:6: no")
    }

    @Test(
        "What is wrong is named with its line",
        arguments: [
            ("", "a.xml: not XML: there is no element"),
            ("text", "a.xml:1: not XML: text outside"),
            ("<a>\n<b>\n</a>", "a.xml:3: not XML: </a> where </b> of line 2 has to come"),
            ("<a>\n", "a.xml:1: <a> is not closed; add </a>"),
            ("<a/>\n<b/>", "a.xml:2: <b> stands behind the end"),
            ("</a>", "a.xml:1: not XML: </a> where the end of the document"),
            ("<a/>\nx", "a.xml:1: not XML: text outside"),
            ("<a\nb>", "a.xml:2: not XML: \"=\" is missing after \"b\""),
            ("<a b=c/>", "a.xml:1: not XML: the value of \"b\" must stand between"),
            ("<a b=\"c/>", "a.xml:1: the value of \"b\" has no end"),
            ("<a b=\"<\"/>", "a.xml:1: not XML: \"<\" in the value"),
            ("<a b=\"1\" b=\"2\"/>", "a.xml:1: the attribute \"b\" stands twice in <a>"),
            ("<a b=\"1\"c=\"2\"/>", "a.xml:1: not XML: the tag <a> has no end"),
            ("<a", "a.xml:1: not XML: the tag <a> has no end"),
            ("<1/>", "a.xml:1: not XML: a name is missing"),
            ("<", "a.xml:1: not XML: a name is missing"),
            ("<a></a", "a.xml:1: not XML: \">\" is missing after </a"),
            ("<a>\n<!-- ", "a.xml:2: the comment has no end"),
            ("<a><![CDATA[ ", "a.xml:1: the CDATA section has no end"),
            ("<?xml ", "a.xml:1: the instruction has no end"),
            ("<?xml version=\"1.0\" encoding=\"windows-1251\"?><a/>", "a.xml:1: the encoding \"windows-1251\""),
            ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "a.xml:1: document types and entities are not read"),
            ("<a>\n<!ENTITY b SYSTEM \"/etc/passwd\"></a>", "a.xml:2: document types and entities"),
            ("<a>&b;</a>", "a.xml:1: \"&\" must begin"), ("<a>&amp</a>", "a.xml:1: \"&\" must begin"),
            ("<a>&#0;</a>", "a.xml:1: \"&\" must begin"), ("<a>&#xD800;</a>", "a.xml:1: \"&\" must begin"),
            ("<a>&#-1;</a>", "a.xml:1: \"&\" must begin"), ("<a>&", "a.xml:1: \"&\" must begin"),
            ("<a>\n\u{1}</a>", "a.xml:2: control character 0x1"),
        ])
    func errors(text: String, start: String) throws {
        let found = try #require(message(Array(text.utf8)))
        #expect(found.hasPrefix(start), "\(found)")
    }

    @Test("Other encodings are refused")
    func encodings() {
        #expect(
            message([0xFF, 0xFE] + Array("<a/>".utf8).flatMap { [$0, 0] }) == "a.xml: not UTF-8; save the file as UTF-8"
        )
        #expect(message(Array("<a>\n".utf8) + [0xE9]) == "a.xml:2: not UTF-8; save the file as UTF-8")
    }

    @Test("Depth, size, and the numbers of elements and attributes have bounds")
    func bounds() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        _ = try root(nested(XMLDocument.depthLimit))
        #expect(message(Array(nested(XMLDocument.depthLimit + 1).utf8))?.contains("nested deeper than 100") == true)
        #expect(message(Array(String(repeating: "<a>", count: 100_000).utf8))?.contains("nested deeper") == true)
        #expect(
            message([UInt8](repeating: 0x20, count: XMLDocument.sizeLimit + 1))
                == "a.xml: larger than 16 MiB; make it smaller")
        let many = "<a>" + String(repeating: "<b/>", count: XMLDocument.nodeLimit) + "</a>"
        #expect(message(Array(many.utf8))?.contains("more than 500000 elements") == true)
        let attributes = (0...64).map { "a\($0)=\"\"" }.joined(separator: " ")
        #expect(message(Array("<a \(attributes)/>".utf8))?.contains("more than 64 attributes") == true)
        let name = String(repeating: "n", count: 257)
        #expect(message(Array("<\(name)/>".utf8))?.contains("a name is longer than 256 bytes") == true)
    }

    @Test("Every truncation is refused")
    func truncations() {
        let text = "<?xml version=\"1.0\"?><a b='1'>&amp;<!-- c --><d e=\"&#65;\"/><![CDATA[x]]></a>"
        for end in text.utf8.indices where end != text.utf8.endIndex {
            #expect(message(Array(text.utf8[..<end])) != nil)
        }
    }

    @Test("Mutated documents end in elements or in an error", .timeLimit(.minutes(1)))
    func fuzzed() {
        let seed = "<?xml version=\"1.0\"?><a b='1' c=\"&lt;\"><d>x&#65;</d><!-- e --><![CDATA[y]]><f></f></a>"
        let fragments = [
            "<", ">", "/>", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "&", ";", "&#x", "\"", "'", "=",
        ]
        var random = SeededGenerator(seed: 16)
        var refused = 0
        for _ in 0..<5000 {
            var bytes = Array(seed.utf8)
            for _ in 0...random.below(4) {
                let place = random.below(bytes.count + 1)
                switch random.below(4) {
                case 0: bytes.insert(contentsOf: fragments[random.below(fragments.count)].utf8, at: place)
                case 1 where place < bytes.count: bytes[place] = UInt8(random.below(256))
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + random.below(9)))
                default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.below(30))], at: place)
                }
            }
            if let message = message(bytes) {
                refused += 1
                #expect(message.hasPrefix("a.xml:"))
            }
        }
        #expect(refused > 2500 && refused < 5000)
    }
}
