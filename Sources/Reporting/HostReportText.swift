public import Sandbox

/// A ``HostReport`` for people and for programs.
public enum HostReportText {
    /// A table in groups, each thing on a line and what mends it on the next, and a last line that sums up.
    public static func table(_ report: HostReport, allowing allowed: Set<Layer> = [], style: TextStyle) -> String {
        let width = report.items.map(\.name.count).max() ?? 0
        var text = ""
        for group in HostReport.Group.allCases {
            let items = report.items.filter { $0.group == group }
            guard !items.isEmpty else { continue }
            text += style.mark(group.rawValue, .strong) + "\n"
            for (index, item) in items.enumerated() {
                text += "  \(mark(item.state, style))  \(item.name.padded(to: width))  "
                text += PrintableText.line(item.found) + "\n"
                // One command often mends several things in a row: it is said after the last of them.
                let next = items.dropFirst(index + 1).first
                guard let fix = item.fix, fix != next?.fix else { continue }
                text += String(repeating: " ", count: width + 13) + style.mark("→", .faint) + " "
                text += PrintableText.line(fix, limit: 2000) + "\n"
            }
        }
        return text + summary(report, allowing: allowed) + "\n"
    }

    /// One line: what is missing of what a sandbox must have.
    public static func summary(_ report: HostReport, allowing allowed: Set<Layer> = []) -> String {
        let missing = report.missing(allowing: allowed).map(\.name)
        let advice = report.items.count { $0.state == .advice }
        let rest = advice == 0 ? "" : "; \(advice) \(advice == 1 ? "thing" : "things") could be better"
        guard !missing.isEmpty else { return "This host can sandbox\(rest)." }
        return "This host cannot sandbox: \(missing.joined(separator: ", ")) missing\(rest)."
    }

    /// One JSON object for an item.
    public static func json(_ item: HostReport.Item) -> JSONValue {
        [
            "group": .string(item.group.rawValue),
            "name": .string(item.name),
            "layer": item.layer.map { .string($0.rawValue) } ?? .null,
            "state": .string(item.state.rawValue),
            "required": .bool(item.isRequired),
            "found": .string(item.found),
            "fix": item.fix.map { .string($0) } ?? .null,
        ]
    }

    private static func mark(_ state: HostReport.State, _ style: TextStyle) -> String {
        let role: TextStyle.Role =
            switch state {
            case .ok: .good
            case .missing: .bad
            case .advice: .doubtful
            }
        return style.mark(state.rawValue.padded(to: 7), role)
    }
}
