import ArgumentParser
import Glibc
import SystemPackage

/// `verdict serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run programs over HTTP on this machine: a coordinator and a worker, until Ctrl-C.",
        discussion: """
            Starts verdict-coordinator and verdict-worker, which stand beside verdict, on a folder that holds all that is \
            kept. Callers on this machine need no token, unless --tokens says so. The API is at /api/v1, its description at \
            /api/docs; the APIs of Judge0, Piston and SandboxFusion are below /judge0, /piston and /sandboxfusion. \
            `verdict submit`, `top` and `admin` reach it with --coordinator unix:FOLDER/socket and a token of FOLDER/tokens.

            Examples:
              verdict serve
              verdict serve --listen http://127.0.0.1:2358 --data /srv/verdict --jobs 2
              verdict serve --tokens
            """
    )

    @Option(help: ArgumentHelp("Where HTTP is served: http://HOST:PORT or unix:PATH.", valueName: "address"))
    var listen = "http://127.0.0.1:8080"

    @Option(
        help: ArgumentHelp(
            "The folder that holds what is kept; without it ~/.local/share/verdict.", valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp("How many programs run at once; without it as many as there are cores.", valueName: "n"))
    var jobs: Int?

    @Flag(help: "Require a token from callers on this machine, too.")
    var tokens = false

    @Flag(
        help: """
            Allow an address that other machines reach without TLS: everyone on the way can read everything, tokens too.
            """)
    var allowUnencrypted = false

    func validate() throws {
        guard jobs.map({ (1...1024).contains($0) }) ?? true else {
            throw ValidationError("--jobs must be from 1 to 1024.")
        }
    }

    func run() async throws {
        try await CommandBody.run(patience: LocalFleet.longestEnd, isHurried: true) {
            let fleet = try LocalFleet(folder: try folder(), programs: LocalFleet.programs(), settings: settings)
            try await fleet.serve { address in
                try Output.standard.write(
                    """
                    serving \(address): the API at /api/v1, described at /api/docs; /judge0, /piston, /sandboxfusion
                    what is kept is in \(fleet.folder); a client's token is in \(fleet.folder)/tokens/client

                    """)
            }
            return ExitStatus.success
        }
    }

    private var settings: LocalFleet.Settings {
        LocalFleet.Settings(
            listen: listen, jobs: jobs, requiresTokens: tokens, allowsUnencrypted: allowUnencrypted)
    }

    private func folder() throws -> FilePath {
        if let data { return FilePath(data) }
        func variable(_ name: String) -> String? {
            guard let value = unsafe getenv(name) else { return nil }
            let text = unsafe String(cString: value)
            return text.isEmpty ? nil : text
        }
        guard let base = variable("XDG_DATA_HOME") ?? variable("HOME").map({ $0 + "/.local/share" }) else {
            throw CommandError("no folder for what is kept; name one with --data, or set HOME or XDG_DATA_HOME")
        }
        return FilePath(base).appending("verdict")
    }
}
