import Concurrency
import Sandbox
import Synchronization
public import SystemPackage
import Toolchains

/// What languages prepare to make builds faster: made when a source needs it first, once however many wait for it.
public final class Preparations: Sendable {
    private let toolchains: PreparedToolchains
    private let warn: @Sendable (String) -> Void
    private let going = SharedWork<String, FilePath?>()
    /// The ids of languages for which it went wrong: that would not be better next time.
    private let failed = Mutex<Set<String>>([])

    /// What is prepared is kept in `directory`, across processes.
    /// - Parameter warn: told once of each language for which it cannot be made; builds go on without it.
    public init(in directory: FilePath, warn: @escaping @Sendable (String) -> Void) {
        toolchains = PreparedToolchains(directory: directory)
        self.warn = warn
    }

    /// What builds of sources with these contents see; nil if they need nothing, or if it cannot be made.
    /// - Parameter turn: when it is made.
    /// - Throws: `CancellationError`.
    func directory(
        for language: Language, _ sources: [[UInt8]], using executor: any Executor, _ turn: Turn
    ) async throws -> FilePath? {
        guard language.usesPreparation(sources) else { return nil }
        if let known = toolchains.directory(for: language) { return known }
        return try await going.value(of: language.id) { [self] in
            guard !failed.withLock({ $0.contains(language.id) }) else { return nil }
            do {
                return try await turn { try await toolchains.prepare(language, using: executor) }
            } catch let error as CancellationError {
                throw error
            } catch {
                failed.withLock { _ = $0.insert(language.id) }
                warn("\(error)")
                return nil
            }
        }.value
    }
}
