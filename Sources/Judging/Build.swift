import Units

/// A build that has ended: what came of it, and what is known of how.
struct Build: Sendable {
    /// What can be run.
    var result: BuildResult<Artifact>
    /// CPU time of the compiler.
    var cpuTime = Duration.zero
    /// What the compiler printed.
    var log = ""
    /// Whether it would end in the same way each time: with a program, or with the compiler's refusal. What a limit, a signal or
    /// the host put an end to says nothing of the next time.
    var isRepeatable: Bool
    /// Where the artifact lies; nil if there is none.
    var directory: BuildDirectory?
    /// What is kept takes, log included.
    var size = ByteCount(0)
    /// For how long it had its turn.
    var workTime = Duration.zero
}
