@_spi(Sanitizing) package import Markup

extension QRCode {
    /// How many light modules are around it: fewer, and some do not find it.
    private static let margin = 4

    /// The code as a picture in a page: dark on light, also where the page is light on dark, and without a style or script.
    /// - Parameter label: what those are told who do not see it.
    package func picture(label: String) -> SafeMarkup {
        let side = size + 2 * Self.margin
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                var length = 0
                while self[x + length, y] { length += 1 }
                if length > 0 { path += "M\(x + Self.margin) \(y + Self.margin)h\(length)v1h-\(length)z" }
                x += length + 1
            }
        }
        return SafeMarkup(
            sanitized: """
                <svg xmlns="http://www.w3.org/2000/svg" role="img" \
                aria-label="\(SafeMarkup.escaped(label))" width="240" height="240" viewBox="0 0 \(side) \(side)" \
                shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>\
                <path fill="#000" d="\(path)"/></svg>
                """)
    }
}
