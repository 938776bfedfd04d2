/// What does not fit in an audit log.
public enum AuditFinding: Error, Hashable, Sendable {
    /// A checkpoint is no signed note, or its signature is forged.
    case unreadable(String)
    /// A checkpoint of that size is signed by nobody who is trusted.
    case otherKey(size: UInt64)
    /// A checkpoint is of another log.
    case foreign(found: String, expected: String)
    /// A checkpoint that was signed later has fewer commands than one before it.
    case stepsBack(from: UInt64, to: UInt64)
    /// The first `signed` commands were signed, and the log has only `found`.
    case shrunk(signed: UInt64, found: UInt64)
    /// What was signed at that size is not what the log has; the first `fitting` commands are as they were signed.
    case differs(size: UInt64, fitting: UInt64)
    /// Both were signed, and one of them does not go on where the other ended.
    case forked(size: UInt64)
    /// These commands, by their numbers when they were remembered, say something else now.
    case changed([UInt64], of: Int)
    /// These commands, by their numbers when they were remembered, are not in the log any more.
    case missing([UInt64], of: Int)
    /// These commands, by their numbers now, stand between older ones and were not there.
    case inserted([UInt64], of: Int)
    /// From this command on, by its number now, the order is another one.
    case reordered(from: UInt64)
    /// The log cannot be read to its end.
    case broken(String)
}

extension AuditFinding: CustomStringConvertible {
    /// What it means, for people.
    public var description: String {
        switch self {
        case .unreadable(let reason): "a checkpoint cannot be used: \(reason)"
        case .otherKey(let size): "the checkpoint of \(size) commands is not signed by a key that is trusted"
        case .foreign(let found, let expected): "a checkpoint is of the log \(found), not of \(expected)"
        case .stepsBack(let from, let to): "a checkpoint of \(to) commands was signed after one of \(from)"
        case .shrunk(let signed, let found): "shrunk: \(signed) commands were signed, and the log has \(found)"
        case .differs(let size, let fitting):
            "the first \(size) commands are not those that were signed: one of those from number \(fitting) on was changed, "
                + "removed, inserted or moved"
        case .forked(let size):
            "forked: what was signed for \(size) commands and what was signed for another checkpoint exclude each other"
        case .changed(let numbers, let count): "changed: " + Self.list(numbers, count)
        case .missing(let numbers, let count):
            "missing: " + Self.list(numbers, count) + " of those that were remembered"
        case .inserted(let numbers, let count): "inserted between older ones: " + Self.list(numbers, count)
        case .reordered(let number): "reordered: from command \(number) on the order is another one"
        case .broken(let reason): "the log cannot be read: \(reason)"
        }
    }

    /// `command 7`, `commands 7, 9 and 12 more`.
    private static func list(_ numbers: [UInt64], _ count: Int) -> String {
        let rest = count - numbers.count
        return (count == 1 ? "command " : "commands ") + numbers.map { "\($0)" }.joined(separator: ", ")
            + (rest > 0 ? " and \(rest) more" : "")
    }
}
