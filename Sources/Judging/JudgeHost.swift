public import Sandbox
import Synchronization
public import SystemPackage
public import Toolchains

/// What all judging on one host shares: the sandbox, the languages, what was built, and whose turn it is to run.
///
/// Judges of several problems on one host do not get in each other's way: a run that is to be alone is alone among the
/// runs of all of them.
public final class JudgeHost: Sendable {
    /// The languages that submissions and validators may be in.
    public let languages: LanguageCatalog
    let executor: any Executor
    let builder: Builder
    let inputs = SealedInputs()
    let slots: RunSlots
    private let turns = Atomic(0)

    /// A host that runs everything with `executor`.
    /// - Parameter preparedToolchains: where `PreparedToolchains` keeps what makes compiling faster; nil: nowhere.
    public init(executor: any Executor, languages: LanguageCatalog, preparedToolchains: FilePath? = nil) {
        self.executor = executor
        self.languages = languages
        builder = Builder(
            executor: executor, prepared: preparedToolchains.map { PreparedToolchains(directory: $0) })
        slots = RunSlots(capacity: executor.parallelism)
    }

    /// Where the next piece of work stands among all that comes to this host: who comes first, goes first.
    func nextTurn() -> Int {
        turns.add(1, ordering: .relaxed).newValue
    }
}
