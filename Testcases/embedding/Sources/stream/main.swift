import Sandbox

try await withSandbox { sandbox in
    let request = RunRequest(
        command: ["/bin/cat"], standardInput: .stream, standardOutput: .stream,
        limits: Limits(wallTime: .seconds(60), memory: .mebibytes(64)))
    let result = try await sandbox.withRun(request, in: .hostPrograms) { program in
        await program.input.write("streamed\n")
        program.input.finish()
        for await piece in program.output { print(String(decoding: piece, as: UTF8.self), terminator: "") }
        return try await program.result
    }
    print(result.outcome, result.outputBytes)
}
