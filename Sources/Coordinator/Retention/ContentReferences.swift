import Events
import Storage

/// Which contents the log refers to. A pure value.
///
/// Sources and packages are kept for good, because the log is. What a submission was compiled to is needed while it is
/// judged; judged again, it is compiled again. What an execution was and what came of it is needed until its time is over.
/// What parts of the platform hold is needed until they let it go.
struct ContentReferences: Sendable {
    private struct Artifact {
        var generation: UInt32
        var contents: [UInt64]
    }

    private struct KeptExecution {
        var contents: [UInt64]
        var timeToLive: Int64
        /// When its time is over, in nanoseconds since 1970 (UTC); nil while it has not ended.
        var expiresAt: Int64?
    }

    /// By the start of the hash, as all here.
    private var lasting: Set<UInt64> = []
    private var artifacts: [SubmissionID: Artifact] = [:]
    /// Executions that are not gone, as far as is known.
    private var executions: [ExecutionID: KeptExecution] = [:]
    /// How many submissions and executions need each content of theirs.
    private var needed: [UInt64: Int] = [:]
    /// Trees of packages whose files are not known yet.
    private(set) var trees: Set<ContentHash> = []
    /// The last entry that was added.
    private(set) var position = LogPosition.start

    /// Whether something refers to the content, or to one whose hash begins alike.
    func contains(_ hash: ContentHash) -> Bool { lasting.contains(hash.start) || needed[hash.start] != nil }

    /// Adds what stands next in the log.
    /// - Throws: ``StorageError`` (`corrupted`).
    mutating func add(_ read: ReadEntry) throws(StorageError) {
        if case .entry(let entry) = read {
            for event in entry.events {
                if let id = ExecutionID(entry.stream) {
                    try add(event, of: id, at: entry.recordedAt)
                } else {
                    try add(event, of: entry.stream)
                }
            }
        }
        position = read.position
    }

    /// The files of a package's tree became known.
    mutating func add(files: [ContentHash], of tree: ContentHash) {
        lasting.formUnion(files.map(\.start))
        trees.remove(tree)
    }

    private mutating func add(_ event: Event, of stream: StreamName) throws(StorageError) {
        if let added = try event.unpackedIfHeld(PackageAdded.self), let tree = ContentHash(added.tree) {
            lasting.insert(tree.start)
            trees.insert(tree)
        }
        switch event.type {
        case ContentsHeld.persistedType:
            for content in (try event.unpacked() as ContentsHeld).contents { hold(content) }
        case ContentsLetGo.persistedType:
            release((try event.unpacked() as ContentsLetGo).contents.compactMap { ContentHash($0)?.start })
        default: break
        }
        // Results of test cases are the most and refer to nothing.
        guard event.type != BatchJudged.persistedType, let id = SubmissionID(stream),
            let event = try SubmissionEvent(event)
        else { return }
        switch event {
        case .accepted(let event): lasting.formUnion(event.storedSources.compactMap { ContentHash($0.content)?.start })
        case .built(let event):
            release(id)
            let contents = event.result.artifact.compactMap { ContentHash($0.content)?.start }
            guard !contents.isEmpty else { return }
            artifacts[id] = Artifact(generation: event.generation, contents: contents)
            for content in contents { needed[content, default: 0] += 1 }
        case .judged(let event) where event.generation == artifacts[id]?.generation: release(id)
        case .cancelled(let event) where event.generation == artifacts[id]?.generation: release(id)
        case .rejudge: release(id)
        default: return
        }
    }

    private mutating func add(_ event: Event, of id: ExecutionID, at time: Int64) throws(StorageError) {
        switch event.type {
        case ExecutionAccepted.persistedType:
            let accepted: ExecutionAccepted = try event.unpacked()
            executions[id] = KeptExecution(contents: [], timeToLive: accepted.timeToLiveNs)
            keep(accepted.content, of: id)
            for file in accepted.stored { keep(file, of: id) }
        case ExecutionFinished.persistedType:
            let finished: ExecutionFinished = try event.unpacked()
            if finished.hasResult { keep(finished.result, of: id) }
            end(id, at: time)
        case ExecutionCancelled.persistedType: end(id, at: time)
        case ExecutionDeleted.persistedType: release(id)
        default: return
        }
    }

    private mutating func keep(_ reference: LoggedBlobRef, of id: ExecutionID) {
        guard executions[id] != nil, let content = ContentHash(reference)?.start else { return }
        executions[id]?.contents.append(content)
        needed[content, default: 0] += 1
    }

    private mutating func hold(_ reference: LoggedBlobRef) {
        guard let content = ContentHash(reference)?.start else { return }
        needed[content, default: 0] += 1
    }

    private mutating func end(_ id: ExecutionID, at time: Int64) {
        guard let life = executions[id]?.timeToLive else { return }
        executions[id]?.expiresAt = time + life
    }

    /// The time of these executions is over at `time`.
    mutating func releaseExecutions(before time: Int64) {
        for (id, execution) in executions where execution.expiresAt.map({ $0 <= time }) ?? false { release(id) }
    }

    private mutating func release(_ id: ExecutionID) {
        release(executions.removeValue(forKey: id)?.contents ?? [])
    }

    private mutating func release(_ id: SubmissionID) {
        release(artifacts.removeValue(forKey: id)?.contents ?? [])
    }

    private mutating func release(_ contents: [UInt64]) {
        for content in contents {
            let others = (needed[content] ?? 1) - 1
            needed[content] = others > 0 ? others : nil
        }
    }
}
