/// What commands of LaTeX mean that need nothing but a look at a table.
enum LaTeXWords {
    /// Commands that are text.
    static let texts: [String: String] = [
        "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", "\t": " ", "/": "",
        "-": "", "@": "",
        ",": "\u{2009}", ";": "\u{2005}", ":": "\u{2005}", "!": "", "quad": "\u{2003}", "qquad": "\u{2003}\u{2003}",
        "ldots": "…", "dots": "…", "textellipsis": "…", "textbackslash": "\\", "textasciitilde": "~",
        "textasciicircum": "^", "textless": "<", "textgreater": ">", "textbar": "|", "textunderscore": "_",
        "textendash": "–", "textemdash": "—", "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘",
        "textquoteright": "’", "textquotesingle": "'", "textbullet": "•", "textdegree": "°", "degree": "°",
        "texteuro": "€",
        "euro": "€", "pounds": "£", "copyright": "©", "S": "§", "P": "¶", "dag": "†", "LaTeX": "LaTeX", "TeX": "TeX",
        "lbrace": "{", "rbrace": "}", "slash": "/", "textbraceleft": "{", "textbraceright": "}", "lq": "‘", "rq": "’",
        "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "ss": "ß", "l": "ł",
        "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "guillemotleft": "«",
        "guillemotright": "»",
        "textrightarrow": "→", "textleftarrow": "←", "textmu": "µ", "textordmasculine": "º", "textordfeminine": "ª",
        "texttrademark": "™", "textregistered": "®", "nobreakspace": "\u{a0}", "enspace": "\u{2002}",
        "thinspace": "\u{2009}",
    ]

    /// Commands that put a mark on the letter that follows.
    static let accents: [String: Unicode.Scalar] = [
        "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "\"": "\u{308}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}",
        "u": "\u{306}", "v": "\u{30c}", "H": "\u{30b}", "c": "\u{327}", "d": "\u{323}", "b": "\u{331}", "r": "\u{30a}",
        "k": "\u{328}",
    ]

    /// Commands that say how their argument looks.
    static let styles: [String: Statement.Style] = [
        "textbf": .strong, "textit": .emphasis, "textsl": .emphasis, "emph": .emphasis, "texttt": .fixed, "t": .fixed,
        "underline": .underlined, "uline": .underlined, "sout": .struck, "st": .struck, "textsuperscript": .superscript,
        "textsubscript": .subscript, "defn": .emphasis, "path": .fixed, "code": .fixed,
    ]

    /// Commands that say how what follows in the same braces looks.
    static let switches: [String: Statement.Style] = [
        "bf": .strong, "bfseries": .strong, "it": .emphasis, "itshape": .emphasis, "em": .emphasis, "sl": .emphasis,
        "slshape": .emphasis, "tt": .fixed, "ttfamily": .fixed,
    ]

    /// Commands of which only their argument is of interest.
    static let transparent: Set<String> = [
        "mbox", "hbox", "text", "textrm", "textsf", "textsc", "textnormal", "textup", "textmd", "makebox", "fbox",
        "uppercase",
        "centerline", "large", "parbox", "protect", "ensuremath", "thanks", "resizebox",
    ]

    /// Commands that mean nothing here, and how many arguments go with them.
    static let ignored: [String: Int] = [
        "noindent": 0, "indent": 0, "smallskip": 0, "medskip": 0, "bigskip": 0, "newpage": 0, "clearpage": 0,
        "pagebreak": 0,
        "centering": 0, "raggedright": 0, "maketitle": 0, "small": 0, "footnotesize": 0, "scriptsize": 0, "tiny": 0,
        "normalsize": 0, "Large": 0, "LARGE": 0, "huge": 0, "Huge": 0, "hfill": 0, "vfill": 0, "sloppy": 0, "rm": 0,
        "rmfamily": 0, "sffamily": 0, "sf": 0, "sc": 0, "normalfont": 0, "upshape": 0, "mdseries": 0, "begingroup": 0,
        "endgroup": 0,
        "hline": 0, "toprule": 0, "midrule": 0, "bottomrule": 0, "relax": 0, "leavevmode": 0, "nopagebreak": 0,
        "allowbreak": 0, "linebreak": 0, "tableofcontents": 0, "null": 0, "nextsample": 0, "remainingsamples": 0,
        "displaystyle": 0, "break": 0, "hrulefill": 0, "Example": 0, "Examples": 0, "vspace": 1, "hspace": 1,
        "label": 1,
        "usepackage": 1, "documentclass": 1, "cline": 1, "cmidrule": 1, "pagestyle": 1, "thispagestyle": 1, "input": 1,
        "include": 1, "phantom": 1, "hyphenation": 1, "date": 1, "setlength": 2, "addtolength": 2, "setcounter": 2,
        "addtocounter": 2, "color": 1, "selectlanguage": 1, "graphicspath": 1, "exmp": 2, "exmpfile": 2,
        "sampleinputname": 0, "sampleoutputname": 0, "vskip": 0, "fontsize": 2, "selectfont": 0, "FloatBarrier": 0,
        "pause": 0,
        "titlepage": 0, "column": 1, "textwidth": 0, "linewidth": 0, "solvestats": 0, "subtitle": 1, "bye": 0,
    ]

    /// Commands that are headings, and how large.
    static let headings: [String: Int] = [
        "chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 4,
    ]

    /// Headings of the olympiads' styles, as words.
    static let named: [String: String] = [
        "InputFile": "Input", "OutputFile": "Output", "Input": "Input", "Output": "Output",
        "Interaction": "Interaction", "Scoring": "Scoring",
        "Note": "Notes",
        "Notes": "Notes", "Constraints": "Constraints", "Subtasks": "Subtasks", "Explanation": "Explanation",
        "Explanations": "Explanations", "Specification": "Specification", "Limits": "Limits", "Legend": "Legend",
    ]

    /// Environments that are only their contents, and how many arguments they have besides.
    static let environments: [String: Int] = [
        "document": 0, "center": 0, "flushleft": 0, "flushright": 0, "minipage": 1, "figure": 0, "figure*": 0,
        "wrapfigure": 2,
        "table": 0, "small": 0, "footnotesize": 0, "large": 0, "sloppypar": 0, "multicols": 1, "samepage": 0,
        "tcolorbox": 0,
        "problem": 5, "subproblem": 1, "tutorial": 1, "adjustbox": 1, "framed": 0, "subfigure": 1, "threeparttable": 0,
        "frame": 0, "columns": 0, "column": 1, "block": 1,
    ]

    static let lists: [String: Bool] = [
        "itemize": false, "enumerate": true, "description": false, "compactitem": false, "compactenum": true,
    ]
    static let formulas: [String: String?] = [
        "equation": nil, "equation*": nil, "displaymath": nil, "math": nil, "align": "aligned", "align*": "aligned",
        "eqnarray": "aligned", "eqnarray*": "aligned", "gather": "gathered", "gather*": "gathered",
        "multline": "gathered",
        "multline*": "gathered", "flalign": "aligned", "flalign*": "aligned", "alignat": nil,
    ]
    static let verbatim: Set<String> = [
        "verbatim", "verbatim*", "lstlisting", "Verbatim", "minted", "alltt", "verbatimtab",
    ]
    static let quotes: Set<String> = ["quote", "quotation", "verse", "displayquote"]
    static let tables: [String: Int] = [
        "tabular": 1, "tabular*": 2, "tabularx": 2, "longtable": 1, "tabu": 1, "array": 1,
    ]
    /// Examples stand apart.
    static let left: Set<String> = [
        "example", "examplewide", "examplethree", "comment", "sample", "samples", "tikzpicture",
    ]
}
