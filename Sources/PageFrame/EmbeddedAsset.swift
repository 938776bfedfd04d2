/// A file that belongs to the program, and that pages refer to.
public struct EmbeddedAsset: Hashable, Sendable {
    /// What pages call it: `site.css`.
    public var name: String
    /// What it is: `text/css; charset=utf-8`.
    public var type: String
    /// What stands in it.
    public var text: String

    /// All of them.
    public static let all = [
        EmbeddedAsset(name: "site.css", type: "text/css; charset=utf-8", text: siteStyle + boardStyle),
        EmbeddedAsset(name: "icon.svg", type: "image/svg+xml", text: icon),
        EmbeddedAsset(name: "board.js", type: script, text: boardScript),
        EmbeddedAsset(name: "follow.js", type: script, text: followScript),
        EmbeddedAsset(name: "files.js", type: script, text: fileScript),
        EmbeddedAsset(name: "formulas.js", type: script, text: formulaScript),
        EmbeddedAsset(name: "editor.js", type: script, text: editorScript),
    ]

    private static let script = "text/javascript; charset=utf-8"

    private static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d4f91"/>\
        <path d="M8 16.5l5.5 5.5L24.500 10" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" \
        stroke-linejoin="round"/></svg>
        """
}
