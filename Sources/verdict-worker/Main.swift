import Operations

/// `verdict-worker`: judges what a coordinator gives it.
@main
enum Main {
    static let version = "0.1.0"

    static func main() async {
        let command = DaemonCommand<WorkerConfiguration>(
            name: "verdict-worker", abstract: "pulls jobs from a coordinator and judges them in the sandbox.",
            prefix: "VERDICT_WORKER", version: version,
            examples: [
                "verdict-worker --coordinator unix:fleet/socket --token-file fleet/tokens/worker --name one",
                "verdict-worker --config /etc/verdict/worker.yaml --check-config",
            ])
        await command.start { settings in
            try await WorkerDaemon(configuration: settings.values).run()
        }
    }
}
