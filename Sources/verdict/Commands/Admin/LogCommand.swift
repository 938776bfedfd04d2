import ArgumentParser
import Glibc
import SystemPackage
import Toolchains

/// `verdict admin log`: `verdict-coordinator log`, which knows the stores.
struct LogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log",
        abstract: "Check whether a coordinator can start with its log, and skip a damaged entry.",
        discussion: """
            Runs `verdict-coordinator log` on the host of the store, while no coordinator uses it. The flags are those of
            verdict-coordinator, which say where the store and its keys are; see `verdict-coordinator log --help`.

            Examples:
              verdict admin log --config /etc/verdict/coordinator.yaml
              verdict admin log show 4711 --data /var/lib/verdict
              verdict admin log skip 4711 --reason "a disk lost the sector" --data /var/lib/verdict
            """)

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("check, show POSITION or skip POSITION, and flags.", valueName: "words"))
    var words: [String] = []

    func run() async throws {
        if words.contains("--help") || words.contains("-h") { throw CleanExit.helpRequest(self) }
        throw Self.become("log", words)
    }

    /// Becomes `verdict-coordinator`, which knows the stores, with these words behind its command.
    /// - Returns: why that is not possible.
    static func become(_ command: String, _ words: [String]) -> ValidationError {
        let own = Installation.executable?.removingLastComponent().appending("verdict-coordinator").string
        let program = own.flatMap { unsafe access($0, X_OK) == 0 ? $0 : nil } ?? "verdict-coordinator"
        let arguments = [program, command] + words
        var pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
        _ = unsafe execvp(program, &pointers)
        return ValidationError(
            "cannot run verdict-coordinator: \(Errno(rawValue: errno)); install it beside verdict, or where PATH leads")
    }
}
