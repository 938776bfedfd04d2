internal import Coordinator
package import Events
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import SwiftProtobuf
package import Units

// The name never changes, also where the message is called otherwise.
extension UploadBegun: PersistedEvent { static let persistedType = "verdict.uploads.v1.UploadBegun" }

/// What uploads keep in the log.
package enum UploadEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [UploadBegun.self]
}

/// How much people may upload.
package struct UploadLimits: Hashable, Sendable {
    /// The largest file.
    package var largest = ByteCount.gibibytes(1)
    /// What one person's files of a week may have together, whatever became of them.
    package var week = ByteCount.gibibytes(8)
    /// The most files of one person within a week.
    package var files = 1000

    /// The defaults.
    package init() {}
}

/// What one person has begun to upload within a week: what the stream of that adds up to.
struct SentFiles: Aggregate {
    static let prefix = "uploads"
    static let week = Duration.seconds(7 * 24 * 3600)

    struct File: Hashable, Sendable {
        var hash: ContentHash
        var size: Int64
        var begun: Timestamp
    }

    /// The oldest first.
    private(set) var files: [File] = []

    init() {}

    mutating func apply(_ event: Event) throws(StorageError) {
        guard let begun = try event.unpackedIfHeld(UploadBegun.self) else { return }
        guard let hash = ContentHash(bytes: begun.sha256) else {
            throw StorageError(
                .corrupted, stage: "read a \(UploadBegun.persistedType)", reason: "the hash has not 32 bytes")
        }
        let at = Timestamp(nanoseconds: begun.atNs)
        files.removeAll { $0.begun + Self.week <= at }
        files.append(File(hash: hash, size: Int64(clamping: begun.size), begun: at))
    }

    /// Those that count at that time.
    func recent(at now: Timestamp) -> [File] { files.filter { $0.begun + Self.week > now } }
}

/// Begins a file, if there is room for it in what whoever sends it may send; nothing, if it was begun before.
struct BeginUpload: Command {
    static let action: Action = "uploads.begin"

    /// Whose it is.
    var sender: EntityID
    var hash: ContentHash
    var size: Int64
    var limits: UploadLimits
    /// Where its sender has a role: whoever makes problems somewhere sends packages.
    var scopes: Set<Scope>

    var stream: StreamName { get throws(StorageError) { try sender.stream(SentFiles.prefix) } }

    func subject(in files: SentFiles) -> Subject { Subject(scopes: scopes) }

    func decide(_ sent: SentFiles, _ context: CommandContext) throws(DomainError) -> Decision {
        guard (1...limits.largest.bytes).contains(size) else {
            throw DomainError(
                .invalid, "the file has \(size) bytes",
                advice: "send one of 1 to \(limits.largest.bytes) bytes, which is the limit here")
        }
        let recent = sent.recent(at: context.now)
        guard !recent.contains(where: { $0.hash == hash && $0.size == size }) else { return Decision() }
        let used = recent.reduce(0) { $0 + $1.size }
        guard recent.count < limits.files, used <= limits.week.bytes - size else {
            // When the oldest counts no more there may be room.
            let wait = recent.first.map { $0.begun + SentFiles.week - context.now }
            throw DomainError(
                .exhausted,
                "you have sent \(recent.count) files with \(used) bytes within a week, and may send \(limits.files) with "
                    + "\(limits.week.bytes): there is no room for \(size) more",
                advice: "wait, or ask whoever runs this site for more", retryAfter: wait)
        }
        return try Decision(
            UploadBegun.with { begun in
                (begun.sha256, begun.size) = (Data(hash.bytes), UInt64(size))
                begun.atNs = context.now.nanoseconds
            })
    }
}
