public import Transparency

/// Looks whether what a log has is what was signed: first it is told all checkpoints, then all commands, then
/// ``finish(broken:)`` says what does not fit. It makes the tree by itself, and believes nobody but the keys. A pure value.
public struct AuditTrail: Sendable {
    /// What must fit at one size.
    private struct Expected {
        var checkpoint: Checkpoint
        var isRemembered = false
        var fits: Bool?
    }

    private let keys: [NoteVerifier]
    private let remembered: RememberedCheckpoint?
    private var origin: String?
    private var expected: [Expected] = []
    private var next = 0
    private var findings: [AuditFinding] = []
    private var tree = CompactRange()
    private var marks: [UInt32] = []
    /// The newest checkpoint that is signed as it should be, and its note.
    private var newest: (checkpoint: Checkpoint, note: String)?
    private var checkpoints = 0

    /// A trail that was told nothing yet.
    /// - Parameters:
    ///   - keys: whose signatures are believed.
    ///   - remembered: what was found the last time; nil: nothing.
    public init(keys: [NoteVerifier], remembered: RememberedCheckpoint?) {
        (self.keys, self.remembered) = (keys, remembered)
        guard let note = remembered?.note else { return }
        do throws(AuditFinding) {
            let checkpoint = try SignedCheckpoint.checkpoint(in: note, signedBy: keys, of: nil)
            origin = checkpoint.origin
            expected.append(Expected(checkpoint: checkpoint, isRemembered: true))
        } catch {
            findings.append(error)
        }
    }

    /// Adds a checkpoint of the log; those that were signed first come first.
    public mutating func add(_ signed: SignedCheckpoint) {
        checkpoints += 1
        do throws(AuditFinding) {
            let checkpoint = try SignedCheckpoint.checkpoint(in: signed.note, signedBy: keys, of: origin)
            origin = checkpoint.origin
            if let last = newest?.checkpoint, last.size > checkpoint.size {
                note(.stepsBack(from: last.size, to: checkpoint.size))
            } else {
                newest = (checkpoint, signed.note)
            }
            expected.append(Expected(checkpoint: checkpoint))
        } catch {
            note(error)
        }
    }

    /// Keeps the first findings: a log that is another one altogether has one for each checkpoint.
    private mutating func note(_ finding: AuditFinding) {
        if findings.count < 20 { findings.append(finding) }
    }

    /// Adds the next command of the log.
    public mutating func add(_ leaf: AuditLeaf) {
        if tree.size == 0 {
            expected.sort { $0.checkpoint.size < $1.checkpoint.size }
            compare()
        }
        let hash = leaf.hash
        tree.append(hash)
        marks.append(RememberedCheckpoint.mark(of: hash))
        compare()
    }

    private mutating func compare() {
        var root: TreeHash?
        while next < expected.count, expected[next].checkpoint.size == tree.size {
            root = root ?? tree.root
            expected[next].fits = expected[next].checkpoint.root == root
            next += 1
        }
    }

    /// Says what was found.
    /// - Parameter broken: why not all of the log could be read; nil: it could.
    public consuming func finish(broken: String? = nil) -> AuditReport {
        if tree.size == 0 {
            expected.sort { $0.checkpoint.size < $1.checkpoint.size }
            compare()
        }
        if let broken { findings.insert(.broken(broken), at: 0) }
        let details = changesSince()
        findings += details
        if let misfit = expected.first(where: { $0.fits == false }), details.isEmpty {
            let fitting = expected.last { $0.fits == true && $0.checkpoint.size < misfit.checkpoint.size }
            findings.append(.differs(size: misfit.checkpoint.size, fitting: fitting?.checkpoint.size ?? 0))
        }
        // What cannot be read may be there.
        if broken == nil, details.isEmpty, let missed = expected.last, missed.checkpoint.size > tree.size {
            findings.append(.shrunk(signed: missed.checkpoint.size, found: tree.size))
        }
        if let size = forkedSize() { findings.append(.forked(size: size)) }
        let fits = findings.isEmpty ? newest : nil
        return AuditReport(
            findings: findings, commands: tree.size, checkpoints: checkpoints, newest: fits?.checkpoint,
            remembered: fits.map { fits in
                let remembered = marks.prefix(Int(clamping: fits.checkpoint.size))
                return RememberedCheckpoint(keys: keys, note: fits.note, marks: Array(remembered))
            })
    }

    /// What became of the commands that were remembered one by one; nothing if the remembered checkpoint fits.
    private func changesSince() -> [AuditFinding] {
        guard let old = remembered?.marks, !old.isEmpty, let known = expected.first(where: \.isRemembered),
            known.fits != true, UInt64(old.count) <= known.checkpoint.size
        else { return [] }
        return AuditChanges.between(old, marks)
    }

    /// The size of the remembered checkpoint, if something else was signed, too.
    private func forkedSize() -> UInt64? {
        let sizes = Dictionary(grouping: expected, by: \.checkpoint.size)
        if let twice = sizes.first(where: { Set($0.value.map(\.checkpoint.root)).count > 1 }) { return twice.key }
        guard let known = expected.first(where: \.isRemembered), known.fits == false else { return nil }
        let isSignedAnew = expected.contains { $0.fits == true && $0.checkpoint.size >= known.checkpoint.size }
        return isSignedAnew ? known.checkpoint.size : nil
    }
}

/// What came of looking at an audit log.
public struct AuditReport: Sendable {
    /// What does not fit; empty: everything fits.
    public var findings: [AuditFinding]
    /// How many commands the log has.
    public var commands: UInt64
    /// How many signed checkpoints it has.
    public var checkpoints: Int
    /// The newest of them, if everything fits.
    public var newest: Checkpoint?
    /// What to remember for the next time; nil if something does not fit, or nothing was signed yet.
    public var remembered: RememberedCheckpoint?
}
