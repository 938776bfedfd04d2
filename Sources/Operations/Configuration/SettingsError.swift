/// Everything that is wrong with a daemon's settings, at once.
public struct SettingsError: Error, Hashable, Sendable {
    /// What is wrong, each with where: `worker.yaml:3: "slots" must be an integer from 1 to 64, not "many"`.
    public let problems: [String]

    /// Fails for `problems`, of which there is at least one.
    public init(problems: [String]) {
        self.problems = problems
    }
}

extension SettingsError: CustomStringConvertible {
    /// One problem a line.
    public var description: String { problems.joined(separator: "\n") }
}
