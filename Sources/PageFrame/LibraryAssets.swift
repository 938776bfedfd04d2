/// The editor and the formulas, which are others': Debian's packages libjs-codemirror and libjs-katex have them. Pages work
/// without.
public enum LibraryAssets {
    /// What a page needs of one of them, in the order in which browsers must have it.
    public struct Library: Hashable, Sendable {
        /// Its styles.
        public var styles: [String]
        /// Its scripts.
        public var scripts: [String]
    }

    /// An editor of programs.
    public static let editor = Library(
        styles: ["codemirror/lib/codemirror.css"],
        // Rust's mode stands on the second.
        scripts: ["codemirror/lib/codemirror.js", "codemirror/addon/mode/simple.js"]
            + modes.map { "codemirror/mode/\($0)/\($0).js" })
    /// Formulas.
    public static let formulas = Library(styles: ["katex/katex.css"], scripts: ["katex/katex.js"])

    /// All files, below the folder where libraries for browsers are installed.
    public static var all: [String] {
        editor.styles + editor.scripts + formulas.styles + formulas.scripts
            + fonts.map { "katex/fonts/\($0).woff2" }
    }

    private static let modes = [
        "clike", "d", "go", "haskell", "javascript", "lua", "mllike", "pascal", "perl", "python", "ruby", "rust",
        "swift",
    ]

    private static let fonts = [
        "KaTeX_AMS-Regular", "KaTeX_Caligraphic-Bold", "KaTeX_Caligraphic-Regular", "KaTeX_Fraktur-Bold",
        "KaTeX_Fraktur-Regular", "KaTeX_Main-Bold", "KaTeX_Main-BoldItalic", "KaTeX_Main-Italic", "KaTeX_Main-Regular",
        "KaTeX_Math-BoldItalic", "KaTeX_Math-Italic", "KaTeX_SansSerif-Bold", "KaTeX_SansSerif-Italic",
        "KaTeX_SansSerif-Regular", "KaTeX_Script-Regular", "KaTeX_Size1-Regular", "KaTeX_Size2-Regular",
        "KaTeX_Size3-Regular", "KaTeX_Size4-Regular", "KaTeX_Typewriter-Regular",
    ]

    /// What a file is, by its name.
    public static func type(of name: String) -> String {
        name.hasSuffix(".css")
            ? "text/css; charset=utf-8" : name.hasSuffix(".js") ? "text/javascript; charset=utf-8" : "font/woff2"
    }
}
