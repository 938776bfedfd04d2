import Events
import Storage

/// An entry of the log, and what it does to views; nothing if an admin has said that it is passed over.
struct DecodedEntry: Sendable {
    var position: LogPosition
    /// Nil if it is passed over.
    var entry: LogEntry?
    /// By the views' places in their list, in its order.
    var changes: [(view: Int, change: ViewDeclaration.Change)] = []
}

/// Decodes entries for views, beside the writing of those before. A pure value.
struct EntryDecoder: Sendable {
    let declarations: [ViewDeclaration]
    /// How far the log was applied to each view: what stands before is not decoded for it.
    let positions: [LogPosition]

    /// - Throws: ``UnreadableLog`` for an entry that a view cannot decode.
    func decode(_ read: ReadEntry) throws -> DecodedEntry {
        guard case .entry(let entry) = read else { return DecodedEntry(position: read.position) }
        var decoded = DecodedEntry(position: entry.position, entry: entry)
        for (number, declaration) in declarations.enumerated()
        where positions[number] < entry.position && declaration.streams.matches(entry.stream) {
            do {
                guard let change = try declaration.change(entry) else { continue }
                decoded.changes.append((number, change))
            } catch {
                throw UnreadableLog(entry, error, for: declaration.name)
            }
        }
        return decoded
    }
}

extension UnreadableLog {
    /// An entry cannot be applied to a view.
    init(_ entry: LogEntry, _ error: any Error, for view: String) {
        var cause = StorageError(
            .corrupted, stage: "apply it to the view \(view)", reason: "\(error)",
            advice: "restore the store from a backup, or have the entry skipped")
        cause.entry = EntryPlace(entry.position, entry.stream)
        self.init(place: .entry(entry.position, entry.stream), cause: error as? StorageError ?? cause)
    }
}
