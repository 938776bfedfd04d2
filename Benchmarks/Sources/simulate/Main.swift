import Glibc

/// `simulate [--scale PART] [--workers N] [--seed N]`: see ``Simulation``.
@main struct Main {
    static func main() {
        do {
            var scenario = Scenario()
            try scenario.read(CommandLine.arguments.dropFirst())
            var simulation = try Simulation(scenario)
            try simulation.run()
            let isFair = simulation.report.end(simulation)
            exit(isFair ? 0 : 1)
        } catch let error as UsageError {
            print("simulate: \(error.message)")
            exit(64)
        } catch {
            print("simulate: \(error)")
            exit(2)
        }
    }
}

/// The command line makes no sense.
struct UsageError: Error {
    var message: String
}
