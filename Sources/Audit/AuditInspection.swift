internal import Files
public import Storage
public import SystemPackage
public import Transparency

/// A look at an audit log by somebody who may remember an older one: whose keys are believed, what is kept for the next time.
public struct AuditInspection: Sendable {
    /// It cannot be made.
    public struct Impossible: Error, Hashable, CustomStringConvertible {
        /// Why, and what to do.
        public let description: String

        /// Says why.
        public init(_ reason: String) { description = reason }
    }

    /// The file that remembers; nil: nothing is remembered.
    private let file: FilePath?
    /// What it remembered.
    public let remembered: RememberedCheckpoint?
    private let given: [NoteVerifier]?

    /// Reads the file that remembers, if it is there. Waits for the disk.
    /// - Parameters:
    ///   - file: the file; nil: nothing is remembered.
    ///   - keys: whose signatures are believed; nil: those whose the file says, or the log itself where there is no file yet.
    /// - Throws: ``Impossible``.
    public init(file: FilePath?, keys: [NoteVerifier]?) throws(Impossible) {
        do {
            remembered = try file.flatMap { try RememberedCheckpoint.read($0) }
        } catch {
            throw Impossible("cannot use \(file?.string ?? ""): \(error)")
        }
        (self.file, given) = (file, keys)
    }

    /// The keys that somebody names: one key, or a file of keys, one a line. Waits for the disk.
    /// - Throws: ``Impossible``.
    public static func keys(named text: String) throws(Impossible) -> [NoteVerifier] {
        if let key = NoteVerifier(parsing: text) { return [key] }
        do {
            return try AuditKeys.verifiers(
                parsing: String(decoding: try FilePath(text).contents(atMost: 1 << 16), as: UTF8.self))
        } catch {
            throw Impossible("\(text) is no public key, and no file of keys: \(error)")
        }
    }

    /// Whose signatures are believed.
    /// - Parameter offered: what the log itself says.
    /// - Throws: ``Impossible`` if nobody says.
    public func keys(offered: [NoteVerifier]) throws(Impossible) -> [NoteVerifier] {
        let keys = given ?? remembered?.keys ?? offered
        guard !keys.isEmpty else {
            throw Impossible("it is not known whose signatures to believe; name a public key with --public-key")
        }
        return keys
    }

    /// What to say of keys that nobody named; nil if somebody did.
    public func firstUse(of keys: [NoteVerifier]) -> String? {
        guard given == nil, remembered == nil else { return nil }
        return "no key was named: believing what the log itself says, \(keys.map(\.text).joined(separator: ", "))"
    }

    /// Looks at all of `source`, and remembers it if everything fits.
    /// - Parameters:
    ///   - source: what is looked at.
    ///   - warn: is told what is believed without a reason.
    ///   - progress: is told up to where in the log it is, and where the end is.
    /// - Throws: ``Impossible``; what reading throws.
    public func verify(
        _ source: some AuditSource, warn: (String) -> Void, progress: (LogPosition, LogPosition) -> Void
    ) async throws -> AuditReport {
        let keys = try keys(offered: remembered == nil && given == nil ? try await source.keys() : [])
        if let warning = firstUse(of: keys) { warn(warning) }
        let report = try await AuditTrail.verify(source, keys: keys, remembered: remembered, progress: progress)
        if let found = report.remembered { try keep(found) }
        return report
    }

    /// Remembers a newer checkpoint of which it is shown that it extends what was remembered. Commands that came since have no
    /// marks.
    /// - Throws: ``Impossible`` if the file cannot be written.
    public func keep(note: String, keys: [NoteVerifier]) throws(Impossible) {
        try keep(RememberedCheckpoint(keys: keys, note: note, marks: remembered?.marks ?? []))
    }

    private func keep(_ found: RememberedCheckpoint) throws(Impossible) {
        guard let file else { return }
        do {
            try found.write(to: file)
        } catch {
            throw Impossible("everything fits, but \(file) cannot be written: \(error)")
        }
    }
}
