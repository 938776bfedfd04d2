internal import Cryptography
internal import FoundationEssentials
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// The page that shows the description to people. It needs nothing from elsewhere, and may do nothing but read the
/// description.
enum DocumentationPage {
    static let response: Response = {
        var headers: HTTPFields = [.contentType: "text/html; charset=utf-8"]
        RequestHeaders.set(
            "content-security-policy",
            "default-src 'none'; script-src '\(hash(script))'; style-src '\(hash(style))'; connect-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'", &headers)
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }()

    private static func hash(_ text: String) -> String {
        "sha256-" + Data(SHA256.hash(text.utf8)).base64EncodedString()
    }

    private static var text: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Verdict API</title>
        <style>\(style)</style>
        </head>
        <body>
        <main><h1>Verdict API</h1><p>This page needs JavaScript; the description is <a href="openapi.json">here</a>.</p></main>
        <script>\(script)</script>
        </body>
        </html>
        """
    }

    private static let style = """
        body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: #222; background: #fff }
        main { max-width: 60rem; margin: 0 auto; padding: 1rem }
        h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc }
        details { margin: .5rem 0; border: 1px solid #ccc; border-radius: 4px; padding: .5rem }
        summary { cursor: pointer }
        code, pre { font: 14px/1.4 ui-monospace, monospace }
        pre { background: #f5f5f5; padding: .5rem; overflow: auto }
        .method { display: inline-block; min-width: 4.5rem; font-weight: bold }
        @media (prefers-color-scheme: dark) {
          body { color: #ddd; background: #181818 } pre { background: #242424 } a { color: #8cf }
          details, h2 { border-color: #444 }
        }
        """

    private static let script = #"""
        "use strict";
        (async () => {
          const main = document.querySelector("main");
          const add = (parent, name, text, kind) => {
            const element = document.createElement(name);
            if (text !== undefined) element.textContent = text;
            if (kind) element.className = kind;
            parent.append(element);
            return element;
          };
          const api = await (await fetch("openapi.json")).json();
          const resolve = value => {
            if (!value || !value.$ref) return value;
            return value.$ref.slice(2).split("/").reduce((at, key) => at[key.replace(/~1/g, "/").replace(/~0/g, "~")], api);
          };
          const schema = (parent, title, value) => {
            if (!value) return;
            add(parent, "h4", title + (value.$ref ? ": " + value.$ref.split("/").pop() : ""));
            add(parent, "pre", JSON.stringify(resolve(value), null, 2));
          };
          const contents = (parent, title, part) => {
            for (const [type, content] of Object.entries(part.content || {})) schema(parent, title + " " + type, content.schema);
          };
          const show = (parent, method, path, operation) => {
            const box = add(parent, "details");
            const head = add(box, "summary");
            add(head, "span", method.toUpperCase(), "method");
            add(head, "code", path);
            add(head, "span", " " + (operation.summary || ""));
            if (operation.description) add(box, "p", operation.description);
            for (const raw of operation.parameters || []) {
              const parameter = resolve(raw);
              const line = add(box, "p");
              add(line, "code", parameter.name);
              add(line, "span", " (" + parameter.in + (parameter.required ? ", required" : "") + ") " + (parameter.description || ""));
            }
            if (operation.requestBody) contents(box, "Body", resolve(operation.requestBody));
            for (const [status, raw] of Object.entries(operation.responses || {})) {
              const answer = resolve(raw);
              add(box, "h4", status + " " + answer.description);
              contents(box, "Content", answer);
            }
          };
          main.replaceChildren();
          add(main, "h1", api.info.title + " API " + api.info.version);
          if (api.info.summary) add(main, "p", api.info.summary);
          if (api.info.description) add(main, "p", api.info.description);
          for (const tag of api.tags || []) {
            add(main, "h2", tag.name);
            if (tag.description) add(main, "p", tag.description);
            for (const [path, item] of Object.entries(api.paths)) {
              for (const [method, operation] of Object.entries(item)) {
                if ((operation.tags || []).includes(tag.name)) show(main, method, path, operation);
              }
            }
          }
        })();
        """#
}
