import ArgumentParser
import Glibc
import SystemPackage
import Wire

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

            People who open the address in a browser make accounts, solve problems and take part in contests; the mails that they \
            would get are written to FOLDER/mail. --demo fills that with a contest that runs.

            Examples:
              verdict serve
              verdict serve --demo
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

    @Option(
        help: ArgumentHelp(
            "A folder of headers, testlib.h say, for checkers that do not bring them along.", valueName: "folder"),
        completion: .directory)
    var headers: String?

    @Option(
        help: ArgumentHelp(
            "Where people find the pages, if that is not the address: http://HOST or https://HOST.", valueName: "origin"
        ))
    var origin: String?

    @Flag(help: "Fill a new folder with problems, people and a contest that runs, to be looked at.")
    var demo = false

    @Flag(help: "Require a token from callers on this machine, too.")
    var tokens = false

    @Flag(
        help: """
            Allow an address that other machines reach without TLS: everyone on the way can read everything, tokens too.
            """)
    var allowUnencrypted = false

    func validate() throws {
        guard !demo || origin != nil || !listen.hasPrefix("unix:") else {
            throw ValidationError("--demo is for browsers; serve it at http://HOST:PORT.")
        }
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

                    """ + (try people(of: fleet, at: address)))
            }
            return ExitStatus.success
        }
    }

    private var settings: LocalFleet.Settings {
        LocalFleet.Settings(
            listen: listen, jobs: jobs, headers: headers.map { FilePath($0) }, requiresTokens: tokens,
            allowsUnencrypted: allowUnencrypted, origin: origin,
            isDemonstration: demo)
    }

    /// What people have to know.
    private func people(of fleet: LocalFleet, at address: String) throws -> String {
        guard let place = origin ?? (listen.hasPrefix("unix:") ? nil : address) else { return "" }
        guard demo else { return "people open \(place); their mails are written to \(fleet.mails)\n" }
        let password = try SecretFile.token(fleet.demonstrationPassword)
        return """
            a contest runs at \(place)/contests, with a board that moves; log in as organizer, or as alice, bob, carol …
            the password of all of them is \(password)

            """
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
