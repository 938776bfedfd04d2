import Audit
import Events
import Reporting
import Storage
import Transparency
import Units

/// A recorded command, for people and for programs.
enum AuditRecordText {
    /// On one line.
    static func line(_ leaf: AuditLeaf, _ command: CommandRecorded?, _ number: UInt64) -> String {
        guard let command else { return "\(number)  \(leaf.stream.text)  cannot be read" }
        let isDone = command.refusal.isEmpty
        let leftOut = command.leftOut > 0 ? ", and \(command.leftOut) others before it" : ""
        let outcome = isDone ? "done" : "refused \(command.refusal)\(leftOut)"
        let stream = isDone ? leaf.stream.text : command.refusedStream
        let time = UTCTime.text(nanoseconds: command.atNs)
        let parts = ["\(number)", time, command.actor, command.action, stream, outcome, command.address]
        return parts.filter { !$0.isEmpty }.map { PrintableText.line($0) }.joined(separator: "  ")
    }

    /// The record of it.
    static func json(of leaf: AuditLeaf, _ command: CommandRecorded?, _ number: UInt64) -> JSONValue {
        [
            "number": .integer(Int64(clamping: number)),
            "position": .integer(Int64(clamping: leaf.position.number)),
            "stream": .string(leaf.stream.text),
            "leaf": .string("\(leaf.hash)"),
            "record": .string(leaf.record.hexadecimal),
            "events_sha256": .string(leaf.eventsHash.hexadecimal),
            "command": command.map { fields(of: $0) } ?? .null,
        ]
    }

    private static func fields(of command: CommandRecorded) -> JSONValue {
        [
            "action": .string(command.action),
            "actor": .string(command.actor),
            "session": .string(command.session),
            "address": .string(command.address),
            "at_ns": .integer(command.atNs),
            "refusal": command.refusal.isEmpty ? .null : .string(command.refusal),
            "refused_stream": command.refusedStream.isEmpty ? .null : .string(command.refusedStream),
            "left_out": .integer(Int64(clamping: command.leftOut)),
            "key_sha256": .string(command.key.hexadecimal),
            "request_hmac_sha256": .string(command.requestDigest.hexadecimal),
            "request_id": .string(command.requestID),
        ]
    }
}
