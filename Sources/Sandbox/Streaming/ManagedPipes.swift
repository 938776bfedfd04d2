import Files
import SystemPackage

/// The two pipes between a manager and one of the programs that it talks with.
///
/// Each opens its ends by name, or has them opened. Nobody waits for ever for one who has ended: in its place its ends are opened
/// here, and closed at once.
struct ManagedPipes: Sendable {
    /// What the program reads.
    let input: NamedPipe
    /// What the program writes.
    let output: NamedPipe
    private let programIsOver = Eventual<Void>()
    private let managerIsOver = Eventual<Void>()

    /// Makes the pipes in a new directory at `place`, which is all that the program is shown of them.
    init(in place: FilePath) throws(SandboxError) {
        do {
            try place.makeDirectories()
        } catch {
            throw SandboxError(.systemCall, stage: "make the directory \(place)", errno: error)
        }
        input = try NamedPipe(making: place.appending(ManagedStreams.inputName))
        output = try NamedPipe(making: place.appending(ManagedStreams.outputName))
    }

    /// Says that the program runs no more.
    func leaveProgram() { programIsOver.set(()) }

    /// Says that the manager runs no more.
    func leaveManager() { managerIsOver.set(()) }

    /// Makes the pipes the program's standard streams, when the manager has opened both.
    func wire(_ request: inout RunRequest) async throws(SandboxError) {
        async let reading = Self.result(input.openToRead)
        async let writing = Self.result(output.openToWrite)
        let (first, second) = await (reading, writing)
        request.standardInput = .passed(PassedDescriptor(try first.get()))
        request.standardOutput = .passed(PassedDescriptor(try second.get()))
    }

    /// Stands in for who has ended, until both have.
    func attend() async throws(SandboxError) {
        async let stands = standIns()
        await programIsOver.value
        await managerIsOver.value
        // Now nobody comes any more whom one of the four could wait for.
        let ends = (await input.openBoth(), await output.openBoth())
        for end in await stands { try end.get() }
        withExtendedLifetime(ends) {}
    }

    private func standIns() async -> [Result<Void, SandboxError>] {
        async let reader = Self.opened(input.openToRead, after: programIsOver)
        async let listener = Self.opened(output.openToRead, after: managerIsOver)
        async let writer = Self.opened(input.openToWrite, after: managerIsOver)
        async let speaker = Self.opened(output.openToWrite, after: programIsOver)
        return await [reader, listener, writer, speaker]
    }

    /// Opens an end for who is over, and lets go of it.
    private static func opened(
        _ open: () async throws(SandboxError) -> OwnedDescriptor, after end: Eventual<Void>
    ) async -> Result<Void, SandboxError> {
        await end.value
        return await result(open).map { _ in }
    }

    private static func result<Value: Sendable>(
        _ work: () async throws(SandboxError) -> Value
    ) async -> Result<Value, SandboxError> {
        do throws(SandboxError) {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
}
