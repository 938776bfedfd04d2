import ArgumentParser
import SystemPackage

/// `verdict admin audit`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "See who did what, and whether anybody changed that later.",
        discussion: """
            The log records every command of the platform. All of them are leaves of one tree of hashes, which the coordinator \
            signs. Who keeps a signed checkpoint notices every later change of what it has.

            Examples:
              verdict admin audit verify --checkpoint audit.checkpoint
              verdict admin audit checkpoint --sign-now
              verdict admin audit show --command contests.freeze
              verdict admin audit offline verify --data /var/lib/verdict
            """,
        subcommands: [
            AuditVerifyCommand.self, AuditCheckpointCommand.self, AuditShowCommand.self, AuditExportCommand.self,
            AuditOfflineCommand.self,
        ])
}

/// Whose signatures are believed, and what is remembered.
struct AuditOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file that remembers the checkpoint of the last time, and whose signatures to believe; made if it is missing, "
                + "and replaced if everything fits.",
            valueName: "file"),
        completion: .file())
    var checkpoint: String?

    @Option(
        name: .customLong("public-key"),
        help: ArgumentHelp(
            "Whose signatures to believe: a key, or a file of keys (default: what the checkpoint's file remembers; without "
                + "one, what the log says).",
            valueName: "key"))
    var publicKey: String?

    /// The file that remembers.
    var file: FilePath? { checkpoint.map { FilePath($0) } }
}

/// `verdict admin audit offline`: `verdict-coordinator audit`, which knows the stores.
struct AuditOfflineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offline",
        abstract: "Verify or export the audit log of a store that no coordinator uses.",
        discussion: """
            Runs `verdict-coordinator audit` on the host of the store; see `verdict-coordinator audit --help`.

            Examples:
              verdict admin audit offline verify --checkpoint audit.checkpoint --data /var/lib/verdict
              verdict admin audit offline export tiles --config /etc/verdict/coordinator.yaml
            """)

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("verify, checkpoint or export FOLDER, and flags.", valueName: "words"))
    var words: [String] = []

    func run() async throws {
        if words.contains("--help") || words.contains("-h") { throw CleanExit.helpRequest(self) }
        throw LogCommand.become("audit", words)
    }
}
