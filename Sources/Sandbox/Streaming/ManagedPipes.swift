import SystemPackage

/// The two pipes between a manager and one of the programs that it talks with. Each opens its ends by name, or has them opened.
struct ManagedPipes: Sendable {
    /// What the program reads.
    let input: AttendedPipe
    /// What the program writes.
    let output: AttendedPipe

    /// Makes the pipes in a new directory at `place`, which is all that the program is shown of them.
    /// - Parameters:
    ///   - place: where the directory is to be.
    ///   - managerIsOver: that the manager runs no more.
    init(in place: FilePath, managerIsOver: Eventual<Void>) throws(SandboxError) {
        let programIsOver = Eventual<Void>()
        input = AttendedPipe(
            pipe: try NamedPipe(making: ManagedStreams.inputName, in: place), readerIsOver: programIsOver,
            writerIsOver: managerIsOver)
        output = AttendedPipe(
            pipe: try NamedPipe(making: ManagedStreams.outputName, in: place), readerIsOver: managerIsOver,
            writerIsOver: programIsOver)
    }

    /// Says that the program runs no more.
    func leaveProgram() { input.readerIsOver.set(()) }

    /// Makes the pipes the program's standard streams, when the manager has opened both.
    func wire(_ request: inout RunRequest) async throws(SandboxError) {
        async let reading = Self.result(input.pipe.openToRead)
        async let writing = Self.result(output.pipe.openToWrite)
        let (first, second) = await (reading, writing)
        request.standardInput = .passed(PassedDescriptor(try first.get()))
        request.standardOutput = .passed(PassedDescriptor(try second.get()))
    }

    private static func result(
        _ work: () async throws(SandboxError) -> OwnedDescriptor
    ) async -> Result<OwnedDescriptor, SandboxError> {
        do throws(SandboxError) {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }
}
