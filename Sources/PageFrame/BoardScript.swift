extension EmbeddedAsset {
    /// Shows a board of a thousand rows: only those rows are elements that are in sight, and a change moves what has changed.
    /// It reads nothing of the layout but where it is scrolled to.
    static let boardScript = #"""
        "use strict";
        (() => {
          const height = 36, spare = 12;
          const make = (name, kind, role, text) => {
            const element = document.createElement(name);
            if (kind) element.className = kind;
            if (role) element.setAttribute("role", role);
            if (text !== undefined) element.textContent = text;
            return element;
          };
          // What a cell says: to eyes, to a screen reader, and how it looks.
          const cell = code => {
            if (!code) return ["", "not tried", "none"];
            const [tries, more] = code.slice(1).split(":");
            const times = tries === "1" ? "1 try" : tries + " tries";
            switch (code[0]) {
              case "+": return [more + (tries === "1" ? "" : " +" + (tries - 1)), "solved in minute " + more + ", " + times, "solved"];
              case "!": return ["★ " + more + (tries === "1" ? "" : " +" + (tries - 1)), "solved first of all in minute " + more + ", " + times, "first"];
              case "-": return ["−" + tries, times + ", not solved", "tried"];
              case "?": return ["? " + (tries === "0" ? "" : "−" + tries), more + " waiting, " + times + " before", "waiting"];
              default: {
                const [score, count] = code.split("/");
                return [score, score + " points" + (count ? ", " + count + (count === "1" ? " try" : " tries") : ""), score === "0" ? "tried" : "points"];
              }
            }
          };
          class Board {
            constructor(root) {
              this.root = root;
              this.rows = [];
              this.shown = new Map();
              this.free = [];
              this.filter = "";
              this.columns = "";
              this.isPlanned = false;
              this.view = make("div", "board-view");
              this.view.tabIndex = 0;
              this.view.setAttribute("role", "region");
              this.view.setAttribute("aria-label", "Board");
              this.table = make("div", "board-table", "table");
              this.table.setAttribute("aria-label", root.dataset.title || "Board");
              this.head = make("div", "board-row board-head", "row");
              this.body = make("div", "board-body", "rowgroup");
              this.table.append(this.head, this.body);
              this.view.append(this.table);
              this.state = make("p", "quiet board-state", "status");
              const tools = make("p", "board-tools");
              const label = make("label", "", "", "Find a team ");
              const field = make("input");
              field.type = "search";
              field.addEventListener("input", () => { this.filter = field.value.trim().toLowerCase(); this.arrange(); });
              label.append(field);
              tools.append(label);
              root.replaceChildren(tools, this.state, this.view);
              this.view.addEventListener("scroll", () => this.plan(), {passive: true});
              new ResizeObserver(entries => { this.sight = entries[0].contentRect.height; this.plan(); }).observe(this.view);
              this.sight = 600;
            }
            show(board) {
              const columns = JSON.stringify(board.columns);
              if (columns !== this.columns) this.begin(board, columns);
              this.all = board.rows;
              const words = {before: "Not started.", running: "Running.", over: "Over; results are not final yet.", final: "Final."};
              const state = (words[board.state] || "") + (board.frozen ? " The board is frozen: what came later is shown as waiting." : "");
              if (this.state.textContent !== state) this.state.textContent = state;
              this.arrange();
            }
            begin(board, columns) {
              this.columns = columns;
              this.count = board.columns.length;
              this.shown.clear();
              this.free = [];
              this.body.replaceChildren();
              this.table.style.setProperty("--problems", this.count);
              this.table.setAttribute("aria-colcount", this.count + 4);
              const names = ["#", "Team", "Score", board.timeName || "Time"];
              this.head.replaceChildren(...names.map((name, at) => make("div", "board-cell c" + at, "columnheader", name)));
              for (const column of board.columns) {
                const head = make("div", "board-cell board-problem", "columnheader");
                const label = make("span", "", "", column.label);
                if (/^#[0-9a-f]{6}$/i.test(column.color || "")) label.style.borderBottom = ".2rem solid " + column.color;
                head.title = column.name || "";
                head.append(label);
                this.head.append(head);
              }
            }
            arrange() {
              const wanted = this.filter;
              const rows = this.all || [];
              this.rows = wanted ? rows.filter(row => (row.name + " " + (row.note || "")).toLowerCase().includes(wanted)) : rows;
              this.body.style.height = this.rows.length * height + "px";
              this.table.setAttribute("aria-rowcount", this.rows.length + 1);
              this.plan();
            }
            plan() {
              if (this.isPlanned) return;
              this.isPlanned = true;
              requestAnimationFrame(() => { this.isPlanned = false; this.draw(); });
            }
            draw() {
              const first = Math.max(0, Math.floor(this.view.scrollTop / height) - spare);
              const last = Math.min(this.rows.length, first + Math.ceil(this.sight / height) + 2 * spare);
              const wanted = new Map();
              for (let at = first; at < last; at++) wanted.set(this.rows[at].id, at);
              for (const [id, element] of this.shown) {
                if (wanted.has(id)) continue;
                this.shown.delete(id);
                element.hidden = true;
                this.free.push(element);
              }
              for (const [id, at] of wanted) {
                let element = this.shown.get(id);
                const isNew = !element;
                if (isNew) {
                  element = this.free.pop() || this.makeRow();
                  element.hidden = false;
                  this.shown.set(id, element);
                }
                // A row that comes into sight is where it is; one that was in sight goes there.
                element.classList.toggle("moves", !isNew && element.at !== at);
                if (element.at !== at) {
                  element.at = at;
                  element.style.transform = "translateY(" + at * height + "px)";
                  element.setAttribute("aria-rowindex", at + 2);
                }
                this.fill(element, this.rows[at], isNew);
              }
            }
            makeRow() {
              const row = make("div", "board-row", "row");
              row.parts = [];
              for (let at = 0; at < this.count + 4; at++) {
                const part = make("div", "board-cell" + (at < 4 ? " c" + at : " board-problem"), at === 1 ? "rowheader" : "cell");
                row.parts.push(part);
                row.append(part);
              }
              row.codes = [];
              this.body.append(row);
              return row;
            }
            fill(element, row, isNew) {
              const texts = [row.rank, row.name, row.score, row.penalty === null || row.penalty === undefined ? "" : row.penalty];
              texts.forEach((text, at) => {
                if (element.codes[at] === text) return;
                element.codes[at] = text;
                element.parts[at].textContent = text;
              });
              if (element.parts[1].title !== (row.note || "")) element.parts[1].title = row.note || "";
              element.classList.toggle("own", !!row.own);
              for (let at = 0; at < this.count; at++) {
                const code = row.cells[at] || "", part = element.parts[at + 4];
                if (element.codes[at + 4] === code) continue;
                const isChange = !isNew && element.codes[at + 4] !== undefined;
                element.codes[at + 4] = code;
                const [text, words, kind] = cell(code);
                part.textContent = text;
                part.setAttribute("aria-label", words);
                part.className = "board-cell board-problem " + kind + (isChange ? " news" : "");
              }
            }
          }
          const start = root => {
            const board = new Board(root);
            const url = root.dataset.board;
            let isAsking = false, isStale = false, told = "0";
            const ask = async () => {
              if (isAsking) { isStale = true; return; }
              isAsking = true;
              try {
                const answer = await fetch(url, {headers: {accept: "application/json", "verdict-position": told}});
                if (answer.ok) board.show(await answer.json());
              } finally {
                isAsking = false;
                // Not everybody at once, and not at each submission.
                if (isStale) { isStale = false; setTimeout(ask, 1000 + Math.random() * 1000); }
              }
            };
            root.board = board;
            if (url) ask();
            if (!root.dataset.live) return;
            const events = new EventSource(root.dataset.live);
            events.onmessage = event => {
              const news = JSON.parse(event.data);
              // Whichever coordinator is asked knows what this one has told.
              told = event.lastEventId || told;
              if (url) ask(); else board.show(news);
            };
          };
          for (const root of document.querySelectorAll("[data-live-board]")) start(root);
        })();

        """#

    /// How it looks.
    static let boardStyle = """
        .board-view { height: min(80vh, 60rem); overflow: auto; border: 1px solid var(--line); border-radius: 6px;
          background: var(--card); contain: strict; overscroll-behavior: contain }
        .board-table { --row: 2.25rem; position: relative; width: max-content; min-width: 100%;
          font-variant-numeric: tabular-nums }
        .board-row { display: grid; grid-template-columns: 3.25rem minmax(11rem, 1fr) 4.5rem 4.75rem repeat(var(--problems), 4.5rem);
          height: 36px; border-bottom: 1px solid var(--line); background: var(--card) }
        .board-head { position: sticky; top: 0; z-index: 2; font-weight: 700; background: var(--zebra) }
        .board-body { position: relative; contain: layout style }
        .board-body .board-row { position: absolute; left: 0; right: 0; top: 0; contain: layout style paint }
        .board-row[hidden] { display: none }
        .board-row.own { background: var(--wait-page) }
        .board-cell { padding: 0 .5rem; line-height: 35px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
        .board-cell.c0, .board-cell.c2, .board-cell.c3 { text-align: right }
        .board-cell.c0, .board-cell.c1 { position: sticky; left: 0; background: inherit; z-index: 1 }
        .board-cell.c1 { left: 3.25rem; border-right: 1px solid var(--line) }
        .board-problem { text-align: center; border-left: 1px solid var(--line); font-size: .92rem }
        .board-problem.solved, .board-problem.points { color: var(--good); background: var(--good-page) }
        .board-problem.first { color: var(--on-accent); background: var(--accent); font-weight: 700 }
        .board-problem.tried { color: var(--bad); background: var(--bad-page) }
        .board-problem.waiting { color: var(--wait); background: var(--wait-page) }
        .board-tools label { font-weight: 400 }
        .board-tools input { width: auto !important; margin-left: .4rem }
        @media (max-width: 40rem) {
          .board-row { grid-template-columns: 2.5rem 7rem 4.5rem 4.25rem repeat(var(--problems), 4.25rem) }
          .board-cell.c1 { left: 2.5rem } .board-cell { padding: 0 .35rem }
        }
        @media (prefers-reduced-motion: no-preference) {
          .board-row.moves { transition: transform .6s ease }
          .board-problem.news { animation: board-news 2s }
          @keyframes board-news { from { box-shadow: inset 0 0 0 3px var(--accent) } }
        }

        """
}
