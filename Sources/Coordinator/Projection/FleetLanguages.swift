public import Events
public import Storage
import SwiftProtobuf
import Synchronization

/// The languages that workers of the fleet have, or had since its log began, whichever coordinator they registered with.
/// Kept in the log's stream `languages`.
public final class FleetLanguages: LogProjection {
    /// The stream that they stand under.
    private static let streamName = "languages"
    /// More than any fleet has: what workers say beyond that is passed over.
    private static let most = 4096

    private let log: any EventLog
    /// The ids, with what a worker last said of its version since this coordinator began; else nothing.
    private let known = Mutex<[String: String]>([:])

    /// The languages of `log`.
    public init(log: any EventLog) {
        self.log = log
    }

    /// Whether a submission in that language finds a worker, as far as is known. Before the first worker has come, all do.
    public func mayHave(_ language: String) -> Bool {
        known.withLock { $0.isEmpty || $0[language] != nil }
    }

    /// Those that workers have, or had, with what was last said of their versions; nothing where nobody said it since this
    /// coordinator began.
    public var versions: [String: String] { known.withLock { $0 } }

    /// A worker has these, of these versions.
    /// - Throws: what the store's failures mean.
    public func note(_ languages: [String: String]) async throws(StorageError) {
        let news = known.withLock { known in
            for (language, version) in languages where known[language] != nil && !version.isEmpty {
                known[language] = version
            }
            return languages.keys.filter { known[$0] == nil }.sorted().prefix(max(0, Self.most - known.count))
        }
        guard !news.isEmpty else { return }
        let event = try Event(LanguagesInstalled.with { $0.languages = Array(news) })
        _ = try await log.append([event], to: try StreamName(Self.streamName), expecting: .anything)
        known.withLock { known in for language in news { known[language] = languages[language] } }
    }

    private func keep(_ languages: [String]) {
        known.withLock { known in for language in languages where known[language] == nil { known[language] = "" } }
    }

    // MARK: A projection

    /// See ``Events/LogProjection/name``.
    public let name = "languages"
    /// See ``Events/LogProjection/version``.
    public let version: UInt32 = 1
    /// See ``Events/LogProjection/streams``.
    public let streams = StreamPattern.named(FleetLanguages.streamName)

    /// See ``Events/LogProjection/apply(_:isLive:)``.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        for event in entry.events {
            if let installed = try event.unpackedIfHeld(LanguagesInstalled.self) { keep(installed.languages) }
        }
    }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let known = known.withLock { $0.keys.sorted() }
        return { writer in try writer.add(LanguagesInstalled.with { $0.languages = known }) }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        let installed: LanguagesInstalled = try reader.message()
        return { [self] in keep(installed.languages) }
    }
}
