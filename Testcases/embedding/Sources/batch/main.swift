import Sandbox

try await withSandbox { sandbox in
    let request = RunRequest(
        command: ["/usr/bin/tr", "a-z", "A-Z"], standardInput: .bytes(Array("hello\n".utf8)),
        limits: Limits(cpuTime: .seconds(1), wallTime: .seconds(5), memory: .mebibytes(64)))
    let result = try await sandbox.run(request, in: .hostPrograms)
    print(result.outcome, String(decoding: result.standardOutput, as: UTF8.self))
}
