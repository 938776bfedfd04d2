/// A named pipe between two programs, at which nobody waits for ever for one who has ended: in its place its end is opened here, and
/// closed at once.
struct AttendedPipe: Sendable {
    let pipe: NamedPipe
    /// That who reads runs no more.
    let readerIsOver: Eventual<Void>
    /// That who writes runs no more.
    let writerIsOver: Eventual<Void>

    /// Stands in for who has ended, until both have.
    func attend() async throws(SandboxError) {
        async let reading = Self.opened(pipe.openToRead, after: readerIsOver)
        async let writing = Self.opened(pipe.openToWrite, after: writerIsOver)
        await readerIsOver.value
        await writerIsOver.value
        // Now nobody comes any more whom one of the two could wait for.
        let both = await pipe.openBoth()
        let ends = await (reading, writing)
        withExtendedLifetime(both) {}
        try ends.0.get()
        try ends.1.get()
    }

    /// Opens an end for who is over, and lets go of it.
    private static func opened(
        _ open: () async throws(SandboxError) -> OwnedDescriptor, after end: Eventual<Void>
    ) async -> Result<Void, SandboxError> {
        await end.value
        do throws(SandboxError) {
            _ = try await open()
            return .success(())
        } catch {
            return .failure(error)
        }
    }
}

extension Executor {
    /// Runs all, while somebody stands in at `pipes` for those that have ended.
    func runTogether(_ runs: [JoinedRun], attending pipes: [AttendedPipe]) async throws(SandboxError) -> [RunResult] {
        let (runs, attendance) = await withTaskGroup(of: SandboxError?.self) { group in
            for pipe in pipes {
                group.addTask {
                    do throws(SandboxError) {
                        try await pipe.attend()
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            let result: Result<[RunResult], SandboxError>
            do throws(SandboxError) {
                result = .success(try await runTogether(runs))
            } catch {
                result = .failure(error)
            }
            // Where nothing ever began, nobody has said so.
            for pipe in pipes {
                pipe.readerIsOver.set(())
                pipe.writerIsOver.set(())
            }
            var failure: SandboxError?
            for await error in group { failure = failure ?? error }
            return (result, failure)
        }
        let results = try runs.get()
        if let attendance { throw attendance }
        return results
    }
}
