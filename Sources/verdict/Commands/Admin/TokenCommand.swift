import ArgumentParser
import Fleet
import Identity
import Reporting
import SystemPackage
import Wire

/// `verdict admin token`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make a token for a worker, a client or an admin.",
        discussion: """
            Adds the token's digest to the coordinator's access list, and writes the token to a new file that only its owner \
            can read. Both files are on this host. The coordinator is not asked; it uses the new list after it has read it \
            again (SIGHUP).

            Examples:
              verdict admin token worker judge-7 --access /etc/verdict/access --output judge-7.token
              verdict admin token client course-42 --access /etc/verdict/access --output course-42.token
              verdict admin token client alice --tenant course-42 --access /etc/verdict/access --output alice.token
            """)

    @Argument(help: ArgumentHelp("worker, client or admin.", valueName: "role"))
    var role: Role

    @Argument(help: ArgumentHelp("The name of the user, program or worker.", valueName: "name"))
    var name: String

    @Option(
        help: ArgumentHelp(
            "The tenant whose packages, submissions and quota the user shares; the default is the user's own name.",
            valueName: "name"))
    var tenant: String?

    @Option(help: ArgumentHelp("The coordinator's access list.", valueName: "file"), completion: .file())
    var access: String

    @Option(help: ArgumentHelp("The new file for the token.", valueName: "file"), completion: .file())
    var output: String

    @Flag(help: "Also print the token.")
    var print = false

    func run() async throws {
        try await CommandBody.run {
            let token = SecretFile.makeToken()
            let principal = Principal(role: role, name: name, tenant: tenant)
            do throws(WireError) {
                try AccessListFile.make(token: token, at: FilePath(output), for: principal, in: FilePath(access))
            } catch {
                throw CommandError(error.message)
            }
            if print { try Output.standard.write(token + "\n") }
            try Output.error.write(
                "the token of \(principal) is in \(PrintableText.line(output)), "
                    + "its digest in \(PrintableText.line(access))\n")
            return ExitStatus.success
        }
    }
}
