extension EmbeddedAsset {
    /// How all pages look: one column on a telephone, readable lines on a desk, light or dark as the reader's system is.
    static let siteStyle = """
        :root {
          color-scheme: light dark;
          --page: #fbfbfa; --card: #ffffff; --ink: #1c1e21; --quiet: #5a6068; --line: #d5d8dc; --link: #1d4f91;
          --accent: #1d4f91; --on-accent: #ffffff; --good: #17692f; --good-page: #e3f3e6; --bad: #a3201a;
          --bad-page: #fbe6e4; --wait: #7a5600; --wait-page: #fdf2d3; --zebra: #f3f4f6;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #15171a; --card: #1d2024; --ink: #e6e8eb; --quiet: #a3abb5; --line: #3a4048; --link: #8ab8f5;
            --accent: #8ab8f5; --on-accent: #10213a; --good: #7fd494; --good-page: #163521; --bad: #ff9d95;
            --bad-page: #43201e; --wait: #f0c969; --wait-page: #3d3113; --zebra: #22262b;
          }
        }
        * { box-sizing: border-box }
        html { font: 100%/1.55 system-ui, "Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif }
        body { margin: 0; background: var(--page); color: var(--ink); overflow-wrap: break-word }
        a { color: var(--link); text-underline-offset: .15em }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px }
        main:focus { outline: none }
        .skip { position: absolute; left: -200vw }
        .skip:focus { left: .5rem; top: .5rem; background: var(--card); padding: .5rem 1rem; z-index: 9 }
        .top { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; padding: .6rem 1.25rem;
          background: var(--card); border-bottom: 1px solid var(--line) }
        .site { font-weight: 700; font-size: 1.15rem; text-decoration: none; color: var(--ink) }
        .menu { flex: 1 1 auto }
        .menu ul { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0; padding: 0 }
        .menu a, .who a { display: inline-block; padding: .3rem 0; text-decoration: none }
        .menu a:hover, .who a:hover { text-decoration: underline }
        .top [aria-current] { font-weight: 700; border-bottom: 2px solid var(--accent) }
        .who { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; align-items: center }
        .who form { margin: 0 }
        main { max-width: 68rem; margin: 0 auto; padding: 1.25rem 1.25rem 3rem }
        main.wide { max-width: none }
        h1 { font-size: 1.75rem; line-height: 1.25; margin: .3rem 0 1rem }
        h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 .6rem }
        h3 { font-size: 1.05rem; margin: 1.4rem 0 .4rem }
        p, ul, ol { max-width: 46rem }
        .lead { font-size: 1.1rem }
        .quiet, .hint { color: var(--quiet) }
        .hint { display: block; font-size: .92rem; margin: .15rem 0 0 }
        .wrong { display: block; font-size: .92rem; margin: .15rem 0 0; color: var(--bad) }
        [aria-invalid=true] { border-color: var(--bad) !important }
        fieldset { margin: 0 0 1.1rem; padding: .7rem 1rem 0; border: 1px solid var(--line); border-radius: 6px }
        legend, summary { font-weight: 600 }
        summary { cursor: pointer; margin: 0 0 .6rem }
        .said, .complaint, .notice { padding: .7rem 1rem; border-radius: 6px; border-left: 4px solid; max-width: none }
        .said { background: var(--good-page); color: var(--good) }
        .notice { background: var(--wait-page); color: var(--wait) }
        .complaint { background: var(--bad-page); color: var(--bad) }
        .foot { border-top: 1px solid var(--line); padding: 1rem 1.25rem; color: var(--quiet); font-size: .92rem }
        form.fields { max-width: 30rem }
        .field { margin: 0 0 1.1rem }
        label { display: block; font-weight: 600; margin: 0 0 .25rem }
        input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea { width: 100%; font: inherit;
          padding: .5rem .65rem; color: var(--ink); background: var(--card); border: 1px solid var(--quiet);
          border-radius: 6px }
        textarea { min-height: 9rem; resize: vertical }
        textarea.code { font: .95rem/1.45 ui-monospace, "Liberation Mono", "DejaVu Sans Mono", monospace; tab-size: 4;
          min-height: 22rem }
        button, .button { display: inline-block; font: inherit; font-weight: 600; padding: .5rem 1.1rem; cursor: pointer;
          color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: 6px;
          text-decoration: none }
        button:hover, .button:hover { filter: brightness(1.1) }
        button.second, .button.second { color: var(--link); background: transparent }
        button.danger { color: #ffffff; background: #a3201a; border-color: #a3201a }
        button.plain { color: var(--link); background: none; border: 0; padding: .3rem 0; font-weight: 400 }
        button.plain:hover { text-decoration: underline }
        td form, li form { display: inline; margin: 0 }
        td button { padding: .2rem .7rem; font-size: .95rem }
        .row { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end }
        .row .field { flex: 1 1 12rem; margin: 0 }
        .row button { flex: none }
        .scroll { overflow-x: auto; max-width: 100%; border: 1px solid var(--line); border-radius: 6px;
          background: var(--card) }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
        .matrix { max-height: 80vh; overflow: auto }
        .matrix thead th { position: sticky; top: 0; white-space: normal; min-width: 8rem; z-index: 1 }
        .matrix tbody th { position: sticky; left: 0; background: var(--card); white-space: nowrap }
        .matrix td.good { background: var(--good-page) }
        .matrix td.bad { background: var(--bad-page) }
        caption { text-align: left; color: var(--quiet); padding: .5rem .75rem }
        th, td { text-align: left; vertical-align: top; padding: .45rem .75rem; border-bottom: 1px solid var(--line) }
        tr:last-child > th, tr:last-child > td { border-bottom: 0 }
        thead th { background: var(--zebra); white-space: nowrap }
        th.number, td.number { text-align: right }
        td.nowrap, th.nowrap { white-space: nowrap }
        code, pre, kbd, samp { font-family: ui-monospace, "Liberation Mono", "DejaVu Sans Mono", monospace; font-size: .93em }
        pre { background: var(--zebra); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem;
          overflow-x: auto; max-width: 100%; margin: .4rem 0 }
        dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.5rem; margin: 0 0 1.25rem }
        dl.facts dt { color: var(--quiet) }
        dl.facts dd { margin: 0 }
        .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; padding: 0;
          list-style: none; max-width: none }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.1rem }
        .card h2 { margin: 0 0 .4rem; font-size: 1.1rem } .card ul { margin: 0; padding-left: 1.2rem }
        .card strong { display: block; font-size: 1.6rem; line-height: 1.3 }
        .badge { display: inline-block; padding: 0 .55rem; border-radius: 1rem; border: 1px solid currentColor;
          font-size: .9rem; font-weight: 600; white-space: nowrap }
        .badge.good { color: var(--good); background: var(--good-page) }
        .badge.bad { color: var(--bad); background: var(--bad-page) }
        .badge.wait { color: var(--wait); background: var(--wait-page) }
        .samples { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .75rem }
        .statement img { max-width: 100%; height: auto }
        .statement .math.display { display: block; overflow-x: auto }
        .tabs { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1rem; padding: 0 0 .4rem; margin: 0 0 1rem;
          border-bottom: 1px solid var(--line); max-width: none }
        .tabs [aria-current] { font-weight: 700; color: var(--ink); text-decoration: none }
        .lines { white-space: pre-line }
        .answer { border-left: 3px solid var(--accent); padding-left: .8rem }
        .messages { list-style: none; padding: 0; max-width: 46rem } .messages li { margin: 0 0 .8rem }
        textarea.short { min-height: 5rem }
        .facet a[aria-current] { font-weight: 700; text-decoration: none; color: var(--ink) }
        mark { background: var(--wait-page); color: var(--ink) }
        .editor { border: 1px solid var(--quiet); border-radius: 6px; overflow: hidden; background: var(--card) }
        .editor .CodeMirror { height: 26rem; font: .95rem/1.45 ui-monospace, "Liberation Mono", monospace;
          color: var(--ink); background: var(--card) }
        .editor .CodeMirror-gutters { background: var(--zebra); border-right-color: var(--line) }
        .editor .CodeMirror-linenumber { color: var(--quiet) }
        .editor .CodeMirror-cursor { border-left-color: var(--ink) }
        @media (prefers-color-scheme: dark) {
          .editor .CodeMirror-selected, .editor .CodeMirror-focused .CodeMirror-selected { background: #34465f }
          .editor .cm-s-default .cm-keyword { color: #c9a5f7 } .editor .cm-s-default .cm-atom { color: #a9b8ff }
          .editor .cm-s-default .cm-number { color: #7fd494 } .editor .cm-s-default .cm-def { color: #8ab8f5 }
          .editor .cm-s-default .cm-variable-2, .editor .cm-s-default .cm-variable-3,
          .editor .cm-s-default .cm-type { color: #74d0c8 }
          .editor .cm-s-default .cm-comment { color: #d8a878 } .editor .cm-s-default .cm-string { color: #ff9d95 }
          .editor .cm-s-default .cm-string-2 { color: #ffb380 } .editor .cm-s-default .cm-meta { color: #a3abb5 }
          .editor .cm-s-default .cm-qualifier { color: #a3abb5 } .editor .cm-s-default .cm-builtin { color: #b7a8ff }
          .editor .cm-s-default .cm-bracket { color: #c3c9a8 } .editor .cm-s-default .cm-tag { color: #8fd68a }
          .editor .cm-s-default .cm-attribute { color: #9db4ff } .editor .cm-s-default .cm-error { color: #ff7b72 }
          .editor .cm-s-default .cm-header { color: #8ab8f5 } .editor .cm-s-default .cm-quote { color: #7fd494 }
          .editor .CodeMirror-matchingbracket { color: #7fd494 }
        }
        @media (max-width: 40rem) {
          .top { padding: .5rem .9rem } main { padding: .9rem .9rem 2.5rem } h1 { font-size: 1.45rem }
          dl.facts { grid-template-columns: 1fr; gap: 0 } dl.facts dd { margin: 0 0 .6rem }
          .menu { order: 3; flex-basis: 100% } th, td { padding: .4rem .55rem }
          button, .button { min-height: 2.75rem }
        }
        @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth } }
        @media print { .top, .foot, .skip { display: none } }

        """
}
