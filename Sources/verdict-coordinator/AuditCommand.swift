import Audit
import Coordinator
import Glibc
import Operations
import Storage
import SystemPackage
import Transparency
import Wire

/// `verdict-coordinator audit`: looks at the audit log of a store while no coordinator runs on it.
struct AuditCommand {
    /// What is asked for.
    enum Action: Hashable {
        case verify
        case checkpoint
        case export(FilePath)
        case key
    }

    typealias UsageError = DaemonCommand<CoordinatorConfiguration>.UsageError

    static let help = """
        verdict-coordinator audit: look at the record of who did what in a store that no coordinator uses.

        Usage: verdict-coordinator audit [verify] [--checkpoint FILE] [--public-key KEY] [--config FILE] [FLAG VALUE…]
               verdict-coordinator audit checkpoint [--public-key KEY] [--config FILE] [FLAG VALUE…]
               verdict-coordinator audit export FOLDER [--public-key KEY] [--config FILE] [FLAG VALUE…]
               verdict-coordinator audit key [--config FILE] [FLAG VALUE…]

        The flags are those of verdict-coordinator, which say where the store and its keys are.

        verify      makes the tree of all recorded commands anew, compares it with everything that was signed and with the
                    checkpoint in FILE, and replaces FILE if everything fits
        checkpoint  prints the newest signed checkpoint
        export      writes the tree and the commands to a new folder, for other programs
        key         prints a new key that signs, a secret, with the name of the log; it changes nothing

        --checkpoint FILE  what is remembered from one time to the next; made if it is missing
        --public-key KEY   whose signatures to believe: a key, or a file of keys; default: what FILE remembers, else the keys of
                           this host's setting audit.key

        Examples:
          verdict-coordinator audit verify --checkpoint audit.checkpoint --data /var/lib/verdict
          verdict-coordinator audit export tiles --config /etc/verdict/coordinator.yaml

        Exit status: 0 everything fits; 1 a failure; 64 usage; 65 something does not fit; 78 wrong settings.

        """

    let action: Action
    let file: FilePath?
    let key: String?
    /// The daemon's own flags.
    let flags: [String]

    /// Reads the words after `audit`; nil if they ask for help.
    /// - Throws: `UsageError`.
    init?(_ arguments: [String]) throws(UsageError) {
        var words = arguments
        guard !words.contains("--help"), !words.contains("-h") else { return nil }
        let verb =
            words.first.flatMap { ["verify", "checkpoint", "export", "key"].contains($0) ? $0 : nil } ?? "verify"
        if words.first == verb { words.removeFirst() }
        file = try Self.take("--checkpoint", from: &words).map { FilePath($0) }
        key = try Self.take("--public-key", from: &words)
        if file != nil, verb != "verify" { throw Self.usage("--checkpoint belongs to verify") }
        switch verb {
        case "export":
            guard let folder = words.first, !folder.hasPrefix("-"), !folder.isEmpty else {
                throw Self.usage("export needs a new folder")
            }
            words.removeFirst()
            action = .export(FilePath(folder))
        case "checkpoint": action = .checkpoint
        case "key": action = .key
        default: action = .verify
        }
        flags = words
    }

    private static func take(_ flag: String, from words: inout [String]) throws(UsageError) -> String? {
        guard let place = words.firstIndex(of: flag) else { return nil }
        guard place + 1 < words.endIndex else { throw usage("\(flag) needs a value") }
        let value = words[place + 1]
        words.removeSubrange(place...place + 1)
        return value
    }

    private static func usage(_ reason: String) -> UsageError {
        .init(description: "\(reason); see verdict-coordinator audit --help")
    }

    /// Does what the words after `audit` ask for, and ends the process.
    static func start(_ arguments: [String], _ command: DaemonCommand<CoordinatorConfiguration>) async -> Never {
        do throws(UsageError) {
            guard let audit = try AuditCommand(arguments) else {
                print(help, terminator: "")
                exit(0)
            }
            await command.start(audit.flags) { settings in try await audit.run(settings.values) }
        } catch {
            await command.refuse(error)
        }
    }

    private func run(_ configuration: CoordinatorConfiguration) async throws {
        let daemon = CoordinatorDaemon(configuration: configuration)
        if action == .key {
            return print(AuditKeys.newText(origin: try daemon.existingAuditKeys()?.origin), terminator: "")
        }
        let inspection = try AuditInspection(
            file: file, keys: try key.map { try AuditInspection.keys(named: $0) })
        let store = try await OpenStore.open(configuration, keys: try daemon.keys(Operations.environment))
        do {
            // A key that this made now would say nothing about what was signed.
            let own = try daemon.existingAuditKeys()?.verifiers ?? []
            try await run(inspection, StoredAudit(store.log, keys: own))
        } catch {
            // What happened first is what counts.
            try? await store.close()
            throw error
        }
        try await store.close()
    }

    private func run(_ inspection: AuditInspection, _ audit: StoredAudit) async throws {
        switch action {
        case .verify:
            let report = try await inspection.verify(audit) {
                Self.warn($0)
            } progress: { _, _ in
            }
            for line in report.lines { print(LogText.escaped(line)) }
            if !report.findings.isEmpty { throw DamagedStore("the audit log is not what was signed") }
        case .checkpoint:
            var newest: SignedCheckpoint?
            try await audit.checkpoints { newest = $0.last ?? newest }
            guard let newest else { throw AuditInspection.Impossible("nothing was signed yet") }
            do {
                _ = try SignedCheckpoint.checkpoint(
                    in: newest.note, signedBy: try Self.keys(inspection, audit), of: nil)
            } catch let finding as AuditFinding {
                throw DamagedStore("\(finding)")
            }
            print(newest.note, terminator: "")
        case .key: break
        case .export(let folder):
            let count = try await AuditExport.export(audit, to: folder, keys: try Self.keys(inspection, audit))
            print("\(count) commands are in \(folder)")
        }
    }

    private static func keys(
        _ inspection: AuditInspection, _ audit: StoredAudit
    ) throws -> [NoteVerifier] {
        let keys = try inspection.keys(offered: audit.keys())
        if let warning = inspection.firstUse(of: keys) { warn(warning) }
        return keys
    }

    private static func warn(_ text: String) {
        let line = "verdict-coordinator: \(LogText.escaped(text))\n"
        _ = unsafe write(STDERR_FILENO, line, line.utf8.count)
    }
}
