import StrictYAML
import Units

extension Int {
    /// The number in decimal, not below 0, with zeros before it where it has fewer than `width` digits: `007`.
    func digits(atLeast width: Int) -> String {
        String(repeating: "0", count: Swift.max(0, width - "\(self)".utf8.count)) + "\(self)"
    }
}

extension YAMLNode {
    /// A time in seconds.
    func seconds() throws(Diagnostic) -> Duration {
        let seconds = try double()
        guard seconds >= 0.001, seconds <= 86_400 else { throw error("must be from 0.001 to 86400 seconds") }
        return .decimalSeconds(seconds)
    }
}
