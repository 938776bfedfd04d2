import ArgumentParser
import Reporting
import Sandbox

/// `verdict doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say which layers of the sandbox this host can give.",
        discussion: """
            Exit status: 0 if every layer is there or allowed to be missing, 3 if not.

            Examples:
              verdict doctor
              verdict doctor --json
            """
    )

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var sandbox: SandboxOptions

    func run() async throws {
        try await CommandBody.run {
            var lenient = sandbox.sandbox
            lenient.allowedMissing = Set(Layer.allCases)
            let executor = try await Sandbox(lenient)
            let held = Set(executor.layers)
            await executor.close()
            let missing = Layer.allCases.filter { !held.contains($0) && $0 != .strictSeccomp }
            let refused = missing.filter { !sandbox.allowedMissing.contains($0) }
            try tell(held: held, missing: missing)
            guard !refused.isEmpty else { return ExitStatus.success }
            // The sandbox knows best what is wrong and what to do about it.
            do {
                try await Sandbox(sandbox.sandbox).close()
            } catch {
                try Output.error.write("verdict: \(PrintableText.block("\(error)"))\n")
            }
            return ExitStatus.unsupportedHost
        }
    }

    private func tell(held: Set<Layer>, missing: [Layer]) throws {
        if json {
            let record: JSONValue = [
                "layers": .array(Layer.allCases.filter(held.contains).map { .string($0.rawValue) }),
                "missing": .array(missing.map { .string($0.rawValue) }),
            ]
            return try Output.standard.write(record.line + "\n")
        }
        for layer in Layer.allCases where layer != .strictSeccomp {
            let mark = held.contains(layer) ? color.style.mark("ok     ", .good) : color.style.mark("missing", .bad)
            try Output.standard.write("\(mark)  \(layer.rawValue)\n")
        }
    }
}
