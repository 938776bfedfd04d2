extension EmbeddedAsset {
    /// Shows a part of the page anew whenever something has changed that it shows.
    static let followScript = #"""
        "use strict";
        for (const root of document.querySelectorAll("[data-follow][id]")) {
          let isAsking = false, isStale = false, told = "0";
          // What somebody is writing stays as it is.
          const isWriting = () => [...root.querySelectorAll("textarea, input:not([type=hidden])")].some(
            field => field === document.activeElement || field.value !== field.defaultValue || field.checked !== field.defaultChecked);
          const ask = async () => {
            if (isAsking) { isStale = true; return; }
            if (isWriting()) { setTimeout(ask, 2000); return; }
            isAsking = true;
            try {
              const answer = await fetch(location.href, {headers: {accept: "text/html", "verdict-position": told}});
              const page = new DOMParser().parseFromString(await answer.text(), "text/html");
              const part = page.getElementById(root.id);
              if (part && part.innerHTML !== root.innerHTML) root.replaceChildren(...part.childNodes);
              if (part && part.dataset.done !== undefined) events.close();
            } catch (error) {
              isStale = true;
            } finally {
              isAsking = false;
              if (isStale) { isStale = false; setTimeout(ask, 500); }
            }
          };
          const events = new EventSource(root.dataset.follow);
          events.onmessage = event => {
            // Whichever coordinator is asked knows what this one has told.
            told = event.lastEventId || told;
            ask();
          };
        }

        """#

    /// Says of a file that is too large for a form that it is, before all of it is sent in vain.
    static let fileScript = #"""
        "use strict";
        for (const field of document.querySelectorAll("input[type=file][data-largest]")) {
          field.addEventListener("change", () => {
            const isTooLarge = [...field.files].some(file => file.size > Number(field.dataset.largest));
            field.setCustomValidity(isTooLarge ? field.dataset.tooLarge : "");
            field.reportValidity();
          });
        }

        """#

    /// Has formulas written as books have them, where KaTeX is installed. Otherwise they are TeX.
    static let formulaScript = #"""
        "use strict";
        if (window.katex) {
          for (const element of document.querySelectorAll(".math")) {
            katex.render(element.textContent, element, {
              displayMode: element.tagName === "DIV" || element.classList.contains("display"), throwOnError: false, trust: false,
              maxSize: 50, maxExpand: 1000,
            });
          }
        }

        """#

    /// Makes an editor of a field for programs, where CodeMirror is installed. Otherwise it is a plain field.
    static let editorScript = #"""
        "use strict";
        if (window.CodeMirror) {
          const modes = {
            c: "text/x-csrc", cpp: "text/x-c++src", csharp: "text/x-csharp", d: "text/x-d", go: "text/x-go",
            haskell: "text/x-haskell", java: "text/x-java", javascript: "text/javascript", kotlin: "text/x-kotlin",
            lua: "text/x-lua", ocaml: "text/x-ocaml", pascal: "text/x-pascal", perl: "text/x-perl", php: "text/x-php",
            python: "text/x-python", ruby: "text/x-ruby", rust: "text/x-rustsrc", scala: "text/x-scala",
            swift: "text/x-swift", typescript: "text/typescript",
          };
          for (const field of document.querySelectorAll("textarea[data-editor]")) {
            const box = document.createElement("div");
            box.className = "editor";
            field.before(box);
            box.append(field);
            const isRequired = field.required;
            // What is hidden cannot be asked for.
            field.required = false;
            const editor = CodeMirror.fromTextArea(field, {
              lineNumbers: true, indentUnit: 4, inputStyle: "contenteditable", lineWrapping: false,
              // Tab leads on to the next field, as everywhere.
              extraKeys: {"Tab": false, "Shift-Tab": false},
              screenReaderLabel: field.dataset.editor || "Program",
            });
            editor.on("change", () => editor.save());
            const languages = document.querySelector("select[name=language]");
            const choose = () => {
              const name = languages ? languages.value : "";
              const family = Object.keys(modes).filter(key => name.startsWith(key)).sort((a, b) => b.length - a.length)[0];
              editor.setOption("mode", modes[family] || "text/plain");
            };
            if (languages) languages.addEventListener("change", choose);
            choose();
            field.form.addEventListener("submit", event => {
              editor.save();
              if (isRequired && !field.value.trim() && !field.form.querySelector("input[type=file]")?.value) {
                event.preventDefault();
                editor.focus();
              }
            });
          }
        }

        """#
}
