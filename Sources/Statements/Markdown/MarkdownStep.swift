internal import CCmark

/// A node of libcmark's tree, as a value.
struct MarkdownStep {
    enum Kind {
        case document, quote, list, item, paragraph, heading, codeBlock, html, rule
        case text, space, lineBreak, code, emphasis, strong, link, image, other
    }

    let kind: Kind
    /// What it says, or where it leads.
    let text: String
    /// The level of a heading, or the number that a list begins with.
    let number: Int
    let isCounted: Bool
    /// Whether HTML stands for itself.
    let isBlock: Bool

    /// Whether it has nothing in it, and so is met once.
    var isLeaf: Bool {
        switch kind {
        case .codeBlock, .html, .rule, .text, .space, .lineBreak, .code: true
        default: false
        }
    }

    init(_ node: OpaquePointer) {
        let type = unsafe cmark_node_get_type(node)
        kind = Self.kind(type)
        let text =
            kind == .link || kind == .image
            ? unsafe cmark_node_get_url(node) : unsafe cmark_node_get_literal(node)
        self.text = unsafe text.map { unsafe String(cString: $0) } ?? ""
        isCounted = unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        number = Int(
            kind == .heading ? unsafe cmark_node_get_heading_level(node) : unsafe cmark_node_get_list_start(node))
        isBlock = type == CMARK_NODE_HTML_BLOCK
    }

    private static func kind(_ type: cmark_node_type) -> Kind {
        switch type {
        case CMARK_NODE_DOCUMENT: .document
        case CMARK_NODE_BLOCK_QUOTE: .quote
        case CMARK_NODE_LIST: .list
        case CMARK_NODE_ITEM: .item
        case CMARK_NODE_CODE_BLOCK: .codeBlock
        case CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE: .html
        case CMARK_NODE_PARAGRAPH: .paragraph
        case CMARK_NODE_HEADING: .heading
        case CMARK_NODE_THEMATIC_BREAK: .rule
        case CMARK_NODE_TEXT: .text
        case CMARK_NODE_SOFTBREAK: .space
        case CMARK_NODE_LINEBREAK: .lineBreak
        case CMARK_NODE_CODE: .code
        case CMARK_NODE_EMPH: .emphasis
        case CMARK_NODE_STRONG: .strong
        case CMARK_NODE_LINK: .link
        case CMARK_NODE_IMAGE: .image
        default: .other
        }
    }
}
