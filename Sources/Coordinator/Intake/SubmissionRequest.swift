public import Events
import Foundation

/// What a client wants to have judged, before it is checked.
public struct SubmissionRequest: Hashable, Sendable {
    /// A new key for each submission: the same key again means the same submission.
    public var idempotencyKey = ""
    /// The package's id.
    public var package: [UInt8] = []
    /// The language's id; empty: the names of the sources tell it.
    public var language = ""
    /// Where the program starts, if it has that file or class; may be empty.
    public var entryPoint = ""
    /// The sources, with their names.
    public var sources: [LoggedSourceFile] = []
    /// How urgent it is.
    public var priority = LoggedPriority.unspecified
    /// Whether all test cases are run, also after one has failed.
    public var allTests = false
    /// The contest that it belongs to; may be empty.
    public var contest = ""
    /// How the verdict is made of those of test cases, in one line; empty: as the package has it.
    public var policy = ""
    /// The system in whose ways it is judged; empty: the package's home.
    public var dialect = ""
    /// How its test cases are timed.
    public var timeAllowance = LoggedTimeAllowance.unspecified

    /// What another part of the coordinator calls it that submits it; empty for clients.
    public var reference = ""

    /// A request that asks for nothing yet.
    public init() {}

    /// Everything that is asked for, but the key, as bytes that no other request has: each part behind its length.
    var identity: [UInt8] {
        var bytes = Array("verdict request v1\0".utf8)
        func add(_ part: some Collection<UInt8>) {
            let length = UInt64(part.count)
            bytes.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) })
            bytes.append(contentsOf: part)
        }
        bytes.reserveCapacity(256 + sources.reduce(0) { $0 + 16 + $1.name.utf8.count + $1.content.count })
        add(package)
        add(language.utf8)
        add("\(priority.rawValue)".utf8)
        add(allTests ? [1] : [0])
        add(contest.utf8)
        for source in sources {
            add(source.name.utf8)
            add(source.content)
        }
        // Requests of 0.1.0 have none, and are the same still.
        if timeAllowance != .unspecified { add("allowance \(timeAllowance.rawValue)".utf8) }
        if !policy.isEmpty { add("policy \(policy)".utf8) }
        if !dialect.isEmpty { add("dialect \(dialect)".utf8) }
        if !entryPoint.isEmpty { add("entry point \(entryPoint)".utf8) }
        if !reference.isEmpty { add("reference \(reference)".utf8) }
        return bytes
    }
}
