internal import Concurrency
import Events
public import Logging
public import Storage
import SwiftProtobuf
import Synchronization
import Transparency
import Units

/// Signs what an audit tree has, again and again, into the log itself. Several may work on one log: of two that sign at once one
/// succeeds, and the other one goes on from there.
public final class AuditSigner: Sendable {
    /// When it signs.
    public struct Options: Sendable {
        /// After so many new commands at once.
        public var leaves: UInt64 = 1024
        /// So long after the first command that is not signed.
        public var interval = Duration.seconds(60)

        /// The defaults.
        public init() {}
    }

    /// Nothing is signed, for this reason.
    public struct Refusal: Error, Hashable, CustomStringConvertible {
        /// Why, and what to do.
        public let description: String
    }

    private static let attempts = 16

    private let log: any EventLog
    private let tree: AuditTree
    /// What signs.
    public let keys: AuditKeys
    private let options: Options
    private let sleep: @Sendable (Duration) async throws -> Void
    private let logger: Logger
    /// The last checkpoint of which it is known that the tree goes on from there.
    private let checked = Mutex<SignedCheckpoint?>(nil)
    private let reason = Mutex<String?>(nil)

    /// A signer of `tree`, which is that of `log`.
    /// - Parameters:
    ///   - log: where checkpoints are appended.
    ///   - tree: what they are of.
    ///   - keys: what signs.
    ///   - options: when.
    ///   - sleep: waits for that time.
    ///   - logger: where it says what it cannot do.
    public init(
        log: any EventLog, tree: AuditTree, keys: AuditKeys, options: Options = Options(),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }, logger: Logger
    ) {
        (self.log, self.tree, self.keys, self.options) = (log, tree, keys, options)
        (self.sleep, self.logger) = (sleep, logger)
    }

    /// Why nothing is signed any more; nil: it is.
    public var problem: String? { reason.withLock { $0 } }

    /// Signs as the options say, until the task is cancelled. What fails is done later.
    /// - Throws: `CancellationError`.
    public func run() async throws {
        try await tree.completes()
        var signed = tree.newest?.unverified?.size ?? 0
        while true {
            let (next, enough) = (signed + 1, signed + max(options.leaves, 1))
            try await tree.grows(to: next)
            try await firstToEnd {
                try await self.tree.grows(to: enough)
            } or: {
                try await self.sleep(self.options.interval)
            }
            do {
                signed = max(signed, try await sign()?.unverified?.size ?? 0)
            } catch {
                try Task.checkCancellation()
                logger.warning("cannot sign the audit log now", metadata: ["error": "\(error)"])
                try await sleep(options.interval)
            }
        }
    }

    /// Signs all that the tree has, unless it is signed.
    /// - Returns: the newest checkpoint; nil while there are no commands.
    /// - Throws: ``Refusal`` if what the log has does not go on where the last checkpoint ended, or that is signed with other
    ///   keys; ``Storage/StorageError``.
    @discardableResult
    public func sign() async throws -> SignedCheckpoint? {
        do {
            let signed = try await signAgain()
            reason.withLock { $0 = nil }
            return signed
        } catch let refusal as Refusal {
            reason.withLock { $0 = refusal.description }
            throw refusal
        }
    }

    private func signAgain() async throws -> SignedCheckpoint? {
        let stream = try StreamName(SignedCheckpoint.streamName)
        for _ in 0..<Self.attempts {
            let (newest, head) = (try await AuditReader(log: log).newest(after: tree.newest), tree.head)
            if let newest, try await !isBehind(newest, head) { return newest }
            guard head.size > 0 else { return nil }
            let note = try Checkpoint(origin: keys.origin, size: head.size, root: head.root).signed(by: keys.signers)
                .text
            let event = try Event(
                AuditCheckpointSigned.with { ($0.note, $0.size, $0.atNs) = (note, head.size, SystemTime.now) })
            do throws(StorageError) {
                let position = try await log.append([event], to: stream, expecting: .last(newest?.position ?? .start))
                let signed = SignedCheckpoint(position: position, note: note)
                checked.withLock { $0 = signed }
                return signed
            } catch {
                // Another coordinator was faster.
                guard error.code == .conflict else { throw error }
            }
        }
        throw StorageError(
            .unavailable, stage: "sign the audit log", reason: "others sign all the time", advice: "try again")
    }

    /// Whether the tree has more than `newest` says, and goes on from there.
    private func isBehind(
        _ newest: SignedCheckpoint, _ head: (size: UInt64, root: TreeHash)
    ) async throws -> Bool {
        let last: Checkpoint
        do throws(AuditFinding) {
            last = try SignedCheckpoint.checkpoint(in: newest.note, signedBy: keys.verifiers, of: keys.origin)
        } catch {
            throw Refusal(
                description:
                    "the newest checkpoint, at position \(newest.position.number), is not by this coordinator's keys: "
                    + "\(error); give all coordinators of a store the same file of the setting audit.key")
        }
        // What stands in the log before a checkpoint was read, too, once the checkpoint was.
        if last.size > head.size, tree.newest != newest { return false }
        guard checked.withLock({ $0 }) != newest else { return last.size < head.size }
        guard try await tree.root(at: last.size) == last.root else {
            throw Refusal(
                description: "the log does not have the \(last.size) commands that were signed at position "
                    + "\(newest.position.number); find out what changed it: verdict admin audit verify")
        }
        checked.withLock { $0 = newest }
        return last.size < head.size
    }
}
