import EmbeddedStorage
import Events
import Fleet
import Foundation
import Logging
import Storage
import SwiftProtobuf
import Wire

@testable import Coordinator

/// What one of several coordinators on a store knows of its contents, and its sweep. Unused ones are forgotten when it
/// sweeps the second time.
struct RetentionSide: Sendable {
    let log: any EventLog
    let contents: RetainedContents
    private let unused = UnusedContents()
    var sweep: ContentSweep

    init(
        _ blobs: any BlobStore, _ log: any EventLog, age: Duration = .zero, sources: TimeSources = TimeSources()
    ) {
        self.log = log
        contents = RetainedContents(blobs, log: log, unused: unused)
        sweep = ContentSweep(
            blobs, log: log, unused: unused, age: age, sources: sources,
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Reads what the log says of contents, as a coordinator does all the time.
    func catchUp() async throws { try await unused.catchUp(with: log) }

    /// Puts a content as a submission's source is put, unless it is there.
    @discardableResult func put(_ content: some Sequence<UInt8>) async throws -> LoggedFileRef {
        let file = LoggedSourceFile.with { ($0.name, $0.content) = ("a", Data(content)) }
        return try await SourceStorage.put([file], into: contents)[0]
    }

    /// Puts a text.
    @discardableResult func put(_ content: String) async throws -> LoggedFileRef { try await put(content.utf8) }

    func append(_ event: some PersistedEvent, to stream: StreamName) async throws {
        _ = try await log.append([Event(event)], to: stream, expecting: .anything)
    }

    /// Takes a submission with that source.
    func submit(_ id: SubmissionID, _ source: String) async throws {
        let reference = try await put(source)
        try await append(SubmissionAccepted.with { $0.storedSources = [reference] }, to: id.stream)
    }

    /// Adds a package of these files.
    func add(package files: [String]) async throws -> ContentHash {
        var references: [Verdict_V1_FileRef] = []
        for (number, file) in files.enumerated() {
            let content = try await put(file).content
            references.append(
                .with { reference in
                    reference.path = "file-\(number)"
                    (reference.content.hash, reference.content.size) = (content.hash, content.size)
                })
        }
        let tree = try FileManifest(files: references)
        let content = try await put(tree.encoded)
        let added = PackageAdded.with { event in
            event.package.id = content.content.hash
            event.tree = content.content
        }
        try await append(added, to: StreamName(Packages.streamName))
        return ContentHash(of: tree.encoded)
    }
}

extension EmbeddedStore {
    /// All contents that it has.
    func contents() async throws -> Set<ContentHash> { Set(try await blobs.list(after: nil, limit: 10_000)) }
}

extension String {
    /// Its hash as a content.
    var contentHash: ContentHash { ContentHash(of: Array(utf8)) }
}
