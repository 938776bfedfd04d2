@_spi(Sanitizing) public import Markup

extension SafeMarkup {
    /// HTML of a statement, for pages; nil if it has anything that ``SafeHTML`` does not let through.
    public init?(statement html: String) {
        do throws(StatementError) {
            try SafeHTML.check(html)
        } catch {
            return nil
        }
        self.init(sanitized: html)
    }
}
