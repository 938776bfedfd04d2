internal import Glibc

extension DaemonCommand {
    /// Does what a command line asks for, and ends the process with the status that means how it went.
    /// - Parameters:
    ///   - arguments: the command line, without the program's name; by default that of this process.
    ///   - run: runs the daemon until it was told to stop.
    public func start(
        _ arguments: [String] = Array(CommandLine.arguments.dropFirst()),
        _ run: (Settings<Values>) async throws -> Void
    ) async -> Never {
        let status = await status { try await perform(arguments, run) }
        exit(status)
    }

    /// Ends the process as a command line that is wrong does.
    public func refuse(_ error: UsageError) async -> Never {
        let status = await status { throw error }
        exit(status)
    }

    private func perform(_ arguments: [String], _ run: (Settings<Values>) async throws -> Void) async throws {
        switch try request(arguments, environment: ProcessEnvironment.all) {
        case .say(let text): print(text, terminator: "")
        case .run(let settings): try await run(settings)
        }
    }

    private func status(of body: () async throws -> Void) async -> Int32 {
        do {
            try await body()
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
