import Testing

@testable import Statements

/// What packages' Markdown becomes.
@Suite("Markdown") struct MarkdownTests {
    static let cases: [(String, String)] = [
        ("# Title\n\nText *a* **b** `c`", "<h2>Title</h2>\n<p>Text <em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("$a_1 * b_2 * c_3$", "<p><span class=\"math\">a_1 * b_2 * c_3</span></p>"),
        ("So\n\n$$\nx < y\n$$\n\nholds", "<p>So</p>\n<div class=\"math\">x &lt; y</div>\n<p>holds</p>"),
        ("`$a$` costs $5 or 6$", "<p><code>$a$</code> costs <span class=\"math\">5 or 6</span></p>"),
        ("It costs $5, not $6.", "<p>It costs $5, not $6.</p>"),
        ("```\n$x$ <b>\n```", "<pre><code>$x$ &lt;b&gt;\n</code></pre>"),
        ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("* a\n\n  b\n* c", "<ul>\n<li><p>a</p>\n<p>b</p>\n</li>\n<li>c</li>\n</ul>"),
        ("> quote", "<blockquote>\n<p>quote</p>\n</blockquote>"),
        ("![A map](known.png)", "<p><img src=\"/api/v1/problems/x/files/known.png\" alt=\"A map\"></p>"),
        ("![A map](https://elsewhere.example/a.png)", "<p>A map</p>"),
        ("[a](https://b.example)", "<p><a href=\"https://b.example\" rel=\"nofollow noreferrer noopener\">a</a></p>"),
        ("[a](javascript:alert(1))", "<p>a</p>"),
        ("a <!-- note --> b", "<p>a  b</p>"),
        ("a  \nb", "<p>a<br>b</p>"),
        ("---", "<hr>"),
        (
            "| a | *b* |\n|---|:--|\n| $1 \\mid 2$ | `x` | y |\n| 3 |",
            "<table>\n<tr><td>a</td><td><em>b</em></td></tr>\n"
                + "<tr><td><span class=\"math\">1 \\mid 2</span></td><td><code>x</code></td></tr>\n"
                + "<tr><td>3</td><td></td></tr>\n</table>"
        ),
        ("a | b\nc | d", "<p>a | b\nc | d</p>"), ("Why[^1]?\n\n[^1]: So.", "<p>Why[^1]?</p>\n<p>[^1]: So.</p>"),
        ("    [^a]", "<pre><code>[^a]\n</code></pre>"),
        ("```\n[^a]\n[^b]\n```", "<pre><code>[^a]\n[^b]\n</code></pre>"),
        ("", ""),
        ("\u{e000}0\u{e001} $x$", "<p>\u{fffd}0\u{fffd} <span class=\"math\">x</span></p>"),
    ]

    @Test("of packages becomes HTML", arguments: cases) func translates(markdown: String, expected: String) throws {
        #expect(try html(markdown: markdown) == expected)
    }

    @Test("has its HTML shown as text, and said") func shows() throws {
        let read = try Statement(markdown: Array("a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n".utf8))
        #expect(
            try html(read) == "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p>")
        #expect(read.warnings.count == 3)
    }

    @Test(
        "that is nested deeply is shown without what it is in",
        arguments: ["> ", "* ", "[", "**a ", "![", "`", "$", "$$", "1. "])
    func deep(piece: String) throws {
        _ = try html(markdown: String(repeating: piece, count: 2000) + "x")
        _ = try html(markdown: (0..<300).map { String(repeating: piece, count: $0 % 60) + "\n" }.joined())
    }
}
