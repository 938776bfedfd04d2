internal import Glibc

extension DaemonCommand {
    /// Does what this process' command line asks for, and ends the process with the status that means how it went.
    /// - Parameter run: runs the daemon until it was told to stop.
    public func start(_ run: (Settings<Values>) async throws -> Void) async -> Never {
        let status = await status(of: run)
        exit(status)
    }

    private func status(of run: (Settings<Values>) async throws -> Void) async -> Int32 {
        do {
            switch try request(Array(CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.all) {
            case .say(let text): print(text, terminator: "")
            case .run(let settings): try await run(settings)
            }
            return 0
        } catch {
            let text = "\(error)".split(separator: "\n").map { "\(name): \(LogText.escaped(String($0)))\n" }.joined()
            _ = unsafe write(STDERR_FILENO, text, text.utf8.count)
            switch error {
            case is UsageError: return EX_USAGE
            case is SettingsError: return EX_CONFIG
            case let error as any DaemonFailure: return error.exitStatus
            default: return 1
            }
        }
    }
}
