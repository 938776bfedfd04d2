import Testing

@testable import Markup
@testable import Templates

@Suite("Templates")
struct TemplateTests {
    private static func shown(_ template: String, _ values: [String: TemplateValue]) throws -> String {
        try TemplateLibrary(["t": template]).render("t", values).text
    }

    @Test(
        "What is shown is escaped by what it is, wherever it stands",
        arguments: [
            ("{{a}}", #"<b>&"'"#, "&lt;b&gt;&amp;&quot;&#39;"),
            (#"<p title="{{a}}">"#, #"" onclick="x"#, #"<p title="&quot; onclick=&quot;x">"#),
            ("{{#b}}{{a}}{{/b}}", "<", "&lt;"),
            ("{{#list}}{{.}}{{/list}}", "<", "&lt;x&lt;y"),
            ("{{#list}}{{a}},{{/list}}", "<", "&lt;,&lt;,"),
            ("{{^none}}{{a}}{{/none}}", "a\0b", "a\u{FFFD}b"),
        ])
    func escaping(_ template: String, _ text: String, _ wanted: String) throws {
        let values: [String: TemplateValue] = [
            "a": .text(text), "b": true, "list": ["<x", "<y"], "none": .nothing,
        ]
        #expect(try Self.shown(template, values) == wanted)
    }

    @Test("Only HTML that was sanitized, and paths of this site, stand as they are")
    func raw() throws {
        let html = try TemplateLibrary(["inner": "<b>{{a}}</b>"]).render("inner", ["a": "<"])
        #expect(try Self.shown("{{a}}", ["a": .html(html)]) == "<b>&lt;</b>")
        #expect(try Self.shown("{{a}}", ["a": .html(SafeMarkup(escaping: "<i>"))]) == "&lt;i&gt;")
        let path = try #require(LocalPath("/a?b=1&c=2"))
        #expect(try Self.shown(#"<a href="{{path}}">"#, ["path": .path(path)]) == #"<a href="/a?b=1&amp;c=2">"#)
        // A text is no path, whatever it is called.
        #expect(try Self.shown(#"<a href="{{path}}">"#, ["path": "javascript:alert(1)"]) == ##"<a href="#">"##)
        #expect(try Self.shown("{{#x}}{{aPath}}{{/x}}", ["x": ["aPath": "//evil"]]) == "#")
    }

    @Test(
        "A template that could show something as it is, or run something, is refused",
        arguments: [
            "{{{a}}}", "{{& a}}", "{{% CONTENT_TYPE:TEXT}}", "{{=<% %>=}}", "{{capitalized(a)}}", "<a href={{a}}>",
            #"<a href="{{a}}">"#, #"<form action="{{url}}">"#, #"<img src="{{a.b}}">"#, "<a href='{{path}}'>",
            "<script>1</script>", "<style>", #"<p style="a">"#, #"<p onclick="a">"#, "<p ONLOAD=x>", "{{> missing}}",
            "{{#a}}", "{{a", #"<iframe srcdoc="x">"#,
        ])
    func refused(_ template: String) {
        #expect(throws: TemplateError.self) { try TemplateLibrary(["t": template]) }
    }

    @Test(
        "A path leads nowhere but into this site",
        arguments: [
            ("/", true), ("/a/b?c=d%20e&f", true), ("", false), ("a", false), ("//evil.example", false),
            ("/\\evil.example", false), ("/a b", false), ("/a\r\nSet-Cookie: x", false), ("/a\t", false),
            ("https://evil.example", false), ("/ä", false), ("/\u{0}", false), ("/a\"b", false),
            ("/" + String(repeating: "a", count: 3000), false),
        ])
    func paths(_ text: String, _ isPath: Bool) {
        #expect((LocalPath(text) != nil) == isPath)
    }

    @Test("Parts of a path stay parts")
    func parts() {
        let path = LocalPath(of: ["a/b", "..", "ä?"], query: [("q", "x&y=z")])
        #expect(path.description == "/a%2Fb/%2E%2E/%C3%A4%3F?q=x%26y%3Dz")
        #expect(LocalPath(path.description) == path)
        #expect(LocalPath(of: []).description == "/")
    }

    @Test("A template that is not there, and one that wants one that is not there, are told")
    func missing() throws {
        let library = try TemplateLibrary(["a": "{{> b}}!", "b": "{{x}}"])
        #expect(try library.render("a", ["x": "1"]).text == "1!")
        #expect(throws: TemplateError.self) { try library.render("c", [:]) }
    }
}
