import Transparency

extension AuditReport {
    /// What was found, in lines for people.
    public var lines: [String] {
        guard findings.isEmpty else { return findings.map { "does not fit: \($0)" } }
        guard let newest else { return ["\(commands) commands; nothing was signed yet"] }
        return [
            "\(commands) command\(commands == 1 ? "" : "s") and \(checkpoints) checkpoint\(checkpoints == 1 ? "" : "s"): all fit",
            "log        \(newest.origin)", "signed     \(newest.size) commands, \(commands - newest.size) since",
            "root       \(newest.root)",
        ]
    }
}
