public import Templates
public import Units

extension TemplateValue {
    /// A time, as people read it: `2027-01-15 08:00:00 UTC`.
    public init(_ time: Timestamp) {
        let text = "\(time)"
        self = .text(text.prefix(10) + " " + text.dropFirst(11).prefix(8) + " UTC")
    }
}
