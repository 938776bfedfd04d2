import Testing

@testable import Statements

/// What never comes out, whatever goes in.
@Suite("HTML of statements") struct SafeHTMLTests {
    /// What has run in browsers that trusted somebody's text.
    static let attacks = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)>",
        "<iframe src=javascript:alert(1)>", "<a href=\"javascript:alert(1)\">x</a>", "<math><mi xlink:href='data:x'>",
        "<style>@import 'x'</style>", "<!--><script>alert(1)</script>-->", "<![CDATA[<script>]]>", "<?php x ?>",
        "</p></div><script>x</script>", "<scr<script>ipt>", "<<script>>", "&lt;script&gt;", "&#60;script&#62;",
        "&#x3c;script>", "<img alt=\"`><script>x</script>\">", "<details open ontoggle=alert(1)>", "<base href=//evil>",
        "<form action=x><input autofocus onfocus=x>", "<object data=x>", "<embed src=x>", "<link rel=import href=x>",
        "<meta http-equiv=refresh content=0>", "<template><script>",
        "<noscript><p title=\"</noscript><img src=x onerror=x>\">",
        "<body onload=x>", "<video><source onerror=x>", "<marquee onstart=x>", "<isindex action=x>",
        "<xmp><script></xmp>",
    ]
    static let links = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "java&#10;script:x",
        "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "//evil.example",
        "https://a.example/\" onclick=\"x",
        "https://a.example/'><script>", "blob:x", "https://a.example/<", "ftp://x", "/relative", "#x", "http:\\\\x",
        "&#106;avascript:x",
    ]

    /// The tags that a text has, and what stands in them.
    private static func tags(_ html: String) -> [Substring] {
        html.split(separator: "<").dropFirst(html.hasPrefix("<") ? 0 : 1).map { $0.prefix { $0 != ">" } }
    }

    private static func expectHarmless(_ text: String, _ comment: String) {
        for tag in tags(text) {
            let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
            #expect(SafeHTML.elements[String(name)] != nil, "\(comment): <\(tag)>")
            #expect(!tag.lowercased().contains("javascript") && !tag.contains(" on"), "\(comment): <\(tag)>")
        }
    }

    @Test("has nothing of an attack, wherever it stands", arguments: attacks) func attack(text: String) throws {
        let hosts = [
            text, "\\textbf{\(text)}", "$\(text)$", "\\verb|\(text)|", "\\begin{verbatim}\(text)\\end{verbatim}",
            "\\section{\(text)}", "\\includegraphics{\(text)}", "\\href{\(text)}{\(text)}", "\\url{\(text)}",
            "\\illustration{1}{known\(text)}{\(text)}", "\\begin{\(text)}a\\end{\(text)}",
            "\\begin{tabular}{\(text)}\(text) & \(text)\\end{tabular}",
        ]
        for host in hosts { Self.expectHarmless(try html(latex: host), host) }
        for host in [
            text, "`\(text)`", "**\(text)**", "```\n\(text)\n```", "# \(text)", "[\(text)](\(text))",
            "![\(text)](known\(text))", "[a](<\(text)>)",
        ] {
            Self.expectHarmless(try html(markdown: host), host)
        }
    }

    @Test("has no link that runs or leads where it does not say", arguments: links) func link(address: String) throws {
        for text in [
            try html(latex: "\\href{\(address)}{x}"), try html(markdown: "[x](<\(address)>)"),
            try html(markdown: "[x](\(address))"), try html(markdown: "<\(address)>"),
            try html(Statement(blocks: [.paragraph([.link(address, [.text("x")])])])),
        ] {
            Self.expectHarmless(text, address)
            #expect(!text.contains("<a ") || text.contains("href=\"https://a.example/"), "\(text)")
        }
        #expect(!SafeHTML.isAddress(address))
    }

    @Test(
        "that is otherwise is refused",
        arguments: attacks.filter { $0 != "&lt;script&gt;" } + [
            "<p>", "</p>", "<p></b>", "<P></P>", "<p class=\"x\"></p>", "<span class=\"maths\"></span>",
            "<a href=\"//x\"></a>", "<img src=\"data:x\">",
            "<img src=\"https://x.example/a.png\">", "<img src=\"/api/v1/problems/../../x\">", "a & b", "&nbsp;",
            "&amp", "a > b", "<p", "<", "<p >x</p>",
            "<ol start=\"x\"></ol>", "<a href=\"https://x.example\" onclick=\"x\"></a>",
            "<a href='https://x.example'></a>", "<p\n></p>",
        ]) func refuses(html: String)
    {
        #expect(throws: StatementError.self) { try SafeHTML.check(html) }
    }

    @Test("shows no sign that turns the writing around, and no control") func controls() throws {
        let text = try html(latex: "a\u{202e}b\u{0}c\u{1b}[31m")
        #expect(text == "<p>a\u{fffd}b\u{fffd}c\u{fffd}[31m</p>")
    }

    @Test("of anything at all is harmless") func anything() throws {
        let pieces =
            Self.attacks + Self.links + LaTeXTests.cases.map(\.0) + MarkdownTests.cases.map(\.0) + [
                "{", "}", "\\", "$", "$$", "&", "%", "\n", "\n\n", "<", ">", "\"", "'", "`", "*", "_", "[", "](", ")",
                "![", "#", "\\begin{itemize}",
                "\\end{itemize}", "\\item", "\\textbf{", "\\verb|", "\\href{", "\\begin{tabular}", "\\end{tabular}",
                "~", "\u{e000}", "\u{202e}", "\0", "-", "é",
            ]
        var random = Repeatable(state: 20_261_130)
        for _ in 0..<1500 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...14, using: &random) {
                bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
            }
            if Bool.random(using: &random), !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            Self.expectHarmless(try html(Statement(latex: bytes)), text)
            Self.expectHarmless(try html(Statement(markdown: bytes)), text)
        }
    }

    /// The same numbers each time.
    private struct Repeatable: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
