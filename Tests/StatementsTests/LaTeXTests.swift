import Testing

@testable import Statements

/// Statement as HTML, with pictures that are called `known.png`.
func html(latex: String) throws -> String { try html(Statement(latex: Array(latex.utf8))) }

func html(markdown: String) throws -> String { try html(Statement(markdown: Array(markdown.utf8))) }

func html(_ statement: Statement) throws -> String {
    try StatementHTML { $0.hasPrefix("known") ? "/api/v1/problems/x/files/known.png" : nil }.text(of: statement)
        .split(separator: "\n").joined(separator: "\n")
}

/// What packages' LaTeX becomes.
@Suite("LaTeX") struct LaTeXTests {
    static let cases: [(String, String)] = [
        ("One line\nof text.", "<p>One line of text.</p>"),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("a % says nothing\n  b", "<p>a b</p>"),
        ("``So'', he said -- 1--2---", "<p>“So”, he said – 1–2—</p>"),
        ("1~000 \\% \\& \\$5 \\_ \\{\\}", "<p>1\u{a0}000 % &amp; $5 _ {}</p>"),
        ("\\section*{Input}\nText", "<h2>Input</h2>\n<p>Text</p>"),
        ("\\subsection{Small}", "<h3>Small</h3>"),
        (
            "\\textbf{a} \\textit{b} \\texttt{c} \\emph{d}",
            "<p><strong>a</strong> <em>b</em> <code>c</code> <em>d</em></p>"
        ),
        ("{\\bf a} b \\bf{c} d", "<p><strong>a</strong> b <strong>c</strong> d</p>"),
        ("{\\it a {\\tt b}} c", "<p><em>a <code>b</code></em> c</p>"),
        ("\\t{YES}", "<p><code>YES</code></p>"),
        ("$1 \\le n < 10^5$.", "<p><span class=\"math\">1 \\le n &lt; 10^5</span>.</p>"),
        ("So $$a^2$$ holds", "<p>So</p>\n<div class=\"math\">a^2</div>\n<p>holds</p>"),
        ("\\[x\\] \\(y\\)", "<div class=\"math\">x</div>\n<p><span class=\"math\">y</span></p>"),
        (
            "\\begin{align*}a&=b\\end{align*}",
            "<div class=\"math\">\\begin{aligned}a&amp;=b\\end{aligned}</div>"
        ),
        (
            "\\begin{itemize}\n\\item One\n\\item Two \\begin{enumerate}\\item x\\end{enumerate}\n\\end{itemize}",
            "<ul>\n<li>One</li>\n<li><p>Two</p>\n<ol>\n<li>x</li>\n</ol>\n</li>\n</ul>"
        ),
        ("\\begin{description}\\item[Key] value\\end{description}", "<ul>\n<li><strong>Key</strong> value</li>\n</ul>"),
        (
            "\\begin{tabular}{|l|r|}\\hline a & $x & y$ \\\\ \\hline \\& & {b & c} \\\\\\hline\\end{tabular}",
            "<table>\n<tr><td>a</td><td><span class=\"math\">x &amp; y</span></td></tr>\n"
                + "<tr><td>&amp;</td><td>b c</td></tr>\n</table>"
        ),
        ("\\verb|<a>\\b{%| x", "<p><code>&lt;a&gt;\\b{%</code> x</p>"),
        ("{\\verb|}|}", "<p><code>}</code></p>"),
        (
            "\\begin{verbatim}\na % b\n  \\end{itemize}\n\\end{verbatim}",
            "<pre><code>a % b\n  \\end{itemize}\n</code></pre>"
        ),
        (
            "\\includegraphics[width=3cm]{known}",
            "<p><img src=\"/api/v1/problems/x/files/known.png\" alt=\"\"></p>"
        ),
        ("\\includegraphics{other.png}", "<p>[other.png]</p>"),
        (
            "\\illustration{0.3}{known.png}{By \\href{https://a.example/b}{A}}",
            "<figure><img src=\"/api/v1/problems/x/files/known.png\" alt=\"\"><figcaption>By "
                + "<a href=\"https://a.example/b\" rel=\"nofollow noreferrer noopener\">A</a></figcaption></figure>"
        ),
        ("a\\\\b", "<p>a<br>b</p>"),
        ("Erd\\H{o}s, na\\\"ive, \\'{e}t\\'e, gar\\c{c}on, \\aa", "<p>Erdős, naïve, été, garçon, å</p>"),
        ("\\begin{center}mid\\end{center}", "<p>mid</p>"),
        ("\\begin{lstlisting}[language=C]\nint a;\n\\end{lstlisting}", "<pre><code>int a;\n</code></pre>"),
        (
            "a\\footnote{b} \\url{https://x.example}",
            "<p>a (b) <a href=\"https://x.example\" rel=\"nofollow noreferrer noopener\">https://x.example</a></p>"
        ),
        ("\\InputFile\nx\n\\OutputFile\ny", "<h2>Input</h2>\n<p>x</p>\n<h2>Output</h2>\n<p>y</p>"),
        (
            "\\newcommand{\\maxn}{10^5}\\def\\who{\\textbf{Bo}}\\who: $n \\le \\maxn\\maxnot$ \\who",
            "<p><strong>Bo</strong>: <span class=\"math\">n \\le {10^5}\\maxnot</span> <strong>Bo</strong></p>"
        ),
        ("\\DeclareMathOperator{\\lcm}{lcm}$\\lcm$", "<p><span class=\"math\">{\\operatorname{lcm}}</span></p>"),
        (
            "\\begin{Input}a\\end{Input}\\begin{Interaction}b\\end{Interaction}",
            "<h2>Input</h2>\n<p>a</p>\n<h2>Interaction</h2>\n<p>b</p>"
        ),
        ("\\begin{quote}q\\end{quote}", "<blockquote>\n<p>q</p>\n</blockquote>"),
        ("\\textcolor{red}{hot} \\mbox{x y}", "<p>hot x y</p>"),
        ("\\vspace{2mm}\\noindent Hello\\label{a}", "<p>Hello</p>"),
    ]

    @Test("of packages becomes HTML", arguments: cases) func translates(latex: String, expected: String) throws {
        #expect(try html(latex: latex) == expected)
        #expect(try Statement(latex: Array(latex.utf8)).warnings.isEmpty)
    }

    @Test("names the problem, in each package's way")
    func titles() throws {
        let kattis = try Statement(latex: Array("\\problemname{A \\emph{fine} $x$ name}\nText".utf8))
        #expect(kattis.title == "A fine name" && kattis.warnings.isEmpty)
        let olympiad = #"""
            \begin{problem}{Sum}{standard input}{standard output}{1 second}{256 megabytes}
            Add them.
            \InputFile
            Two numbers.
            \OutputFile
            One.
            \Examples
            \begin{example}
            \exmp{1 2}{3}%
            \end{example}
            \end{problem}
            """#
        let read = try Statement(latex: Array(olympiad.utf8))
        #expect(read.title == "Sum" && read.warnings.isEmpty)
        #expect(try html(read) == "<p>Add them.</p>\n<h2>Input</h2>\n<p>Two numbers.</p>\n<h2>Output</h2>\n<p>One.</p>")
    }

    static let odd: [(String, String, String)] = [
        ("\\frobnicate{a} b", "<p>\\frobnicate a b</p>", "\\frobnicate is not known"),
        ("\\begin{odd}a\\end{odd}", "<p>a</p>", "\\begin{odd} is not known"),
        ("\\begin{itemize}\\item a", "<p>•a</p>", "has no end"),
        ("a\\end{b}", "<p>a</p>", "ends nothing"),
        ("\\newcommand{\\x}[1]{y}z", "<p>z</p>", "\\x is defined with arguments"),
    ]

    @Test("that is not known is shown as text, and said", arguments: odd)
    func warns(latex: String, expected: String, warning: String) throws {
        let read = try Statement(latex: Array(latex.utf8))
        #expect(try html(read).replacing(" •", with: "•").replacing("• ", with: "•") == expected)
        #expect(read.warnings.count == 1 && read.warnings[0].contains(warning), "\(read.warnings)")
    }

    @Test(
        "that is broken is text",
        arguments: [
            "$5 and no more", "{", "}", "a } b { c", "\\", "$$", "\\(", "\\item", "&&", "\\verb", "%", "\\begin",
            "\\textbf",
        ])
    func broken(latex: String) throws { _ = try html(latex: latex) }

    @Test(
        "takes no longer than its length allows, however it is nested",
        arguments: [
            "{", "{\\bf ", "\\begin{a}", "\\(", "$x", "\\textbf{", "\\item", "\\begin{itemize}\\item ", "\\'",
            "\\footnote{", "[", "\\\\[",
        ])
    func deep(piece: String) throws {
        _ = try html(latex: String(repeating: piece, count: 20_000 / piece.utf8.count))
    }

    @Test("has the package's constants") func constants() throws {
        let read = try Statement(latex: Array("At most \\constant{n}, \\constant{m}".utf8), constants: ["n": "5<"])
        #expect(try html(read) == "<p>At most 5&lt;, m</p>" && read.warnings == ["there is no constant m"])
    }

    @Test("that stands for itself, or for ever more of itself, ends") func endlessDefinitions() throws {
        for text in [
            "\\def\\a{\\a}\\a $\\a$", "\\def\\a{\\a\\a\\a\\a}\\a $\\a$",
            "\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\a\\a}\\a $\\a \\b \\c$",
        ] { #expect(try html(latex: text).utf8.count < 4 << 20) }
    }

    @Test("takes no longer than its length allows, whatever has no end") func endless() throws {
        _ = try html(latex: (0..<2000).map { "\\begin{a\($0)}" }.joined())
    }

    @Test("that is too long is refused") func tooLong() {
        let text = [UInt8](repeating: 97, count: Statement.largest + 1)
        #expect(throws: StatementError.self) { try Statement(latex: text) }
        #expect(throws: StatementError.self) { try Statement(markdown: text) }
    }
}
