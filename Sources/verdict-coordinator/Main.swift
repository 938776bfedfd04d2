import Coordinator
import Operations
import Storage

/// `verdict-coordinator`: stores submissions and results, and gives jobs to workers.
@main
enum Main {
    static let version = "0.1.0"

    static func main() async {
        let command = DaemonCommand<CoordinatorConfiguration>(
            name: "verdict-coordinator", abstract: "stores submissions and results, and gives jobs to workers.",
            prefix: "VERDICT_COORDINATOR", version: version,
            examples: [
                "verdict-coordinator --create --data fleet --listen unix:fleet/socket",
                "verdict-coordinator --config /etc/verdict/coordinator.yaml --check-config",
                "verdict-coordinator log --data fleet",
                "verdict-coordinator --store nats --nats-servers nats://10.0.0.1:4222,nats://10.0.0.2:4222",
            ])
        if CommandLine.arguments.dropFirst().first == "log" {
            await LogCommand.start(Array(CommandLine.arguments.dropFirst(2)), command)
        }
        if CommandLine.arguments.dropFirst().first == "audit" {
            await AuditCommand.start(Array(CommandLine.arguments.dropFirst(2)), command)
        }
        await command.start { settings in
            do {
                try await CoordinatorDaemon(configuration: settings.values).run()
            } catch let error as CoordinatorFailure where error.isDamage {
                throw DamagedStore("\(error)")
            } catch let error as StorageError where error.isDamage {
                throw DamagedStore("\(error)")
            }
        }
    }
}
