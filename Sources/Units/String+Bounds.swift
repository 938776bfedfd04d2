extension String {
    /// The text, or as much of its beginning as `limit` bytes hold; characters (Unicode scalars) stay whole.
    public func head(_ limit: Int) -> String {
        guard utf8.count > limit else { return self }
        return String(unicodeScalars.prefix(upTo: boundary(atMost: limit)))
    }

    /// The text, or of a longer one the beginning and the end, at most `limit` bytes together.
    public func headAndTail(_ limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let gap = "\n…\n"
        let half = (limit - gap.utf8.count) / 2
        var start = utf8.index(endIndex, offsetBy: -half)
        while start < endIndex, utf8[start] & 0xc0 == 0x80 { start = utf8.index(after: start) }
        return String(unicodeScalars.prefix(upTo: boundary(atMost: half))) + gap + String(self[start...])
    }

    /// The last place at or before byte `offset` where a scalar begins.
    private func boundary(atMost offset: Int) -> Index {
        var index = utf8.index(startIndex, offsetBy: offset)
        while index > startIndex, utf8[index] & 0xc0 == 0x80 { index = utf8.index(before: index) }
        return index
    }
}
