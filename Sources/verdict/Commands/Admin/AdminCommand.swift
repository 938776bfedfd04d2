import ArgumentParser

/// `verdict admin`.
struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: "Manage a fleet: submissions, packages, workers, tenants, tokens.",
        discussion: """
            Examples:
              verdict admin list --contest spring
              verdict admin show 3r8wq0c8m4x1t7v2n6k5j9hbza
              verdict admin drain judge-7
              verdict admin token client course-42 --access /etc/verdict/access --output course-42.token
            """,
        groupedSubcommands: [
            CommandGroup(
                name: "Submissions and packages",
                subcommands: [
                    ListCommand.self, ShowCommand.self, CancelCommand.self, RejudgeCommand.self, PackagesCommand.self,
                    CancelMeasuringCommand.self,
                ]),
            CommandGroup(
                name: "Fleet",
                subcommands: [
                    DeadLettersCommand.self, DrainCommand.self, QuotaCommand.self, ContentsCommand.self,
                    BackupCommand.self, ArchiveCommand.self, LogCommand.self, AuditCommand.self, TokenCommand.self,
                ]),
        ])

    /// How long an admin's call goes on being tried: somebody waits for it.
    static let patience = Duration.seconds(10)
}
