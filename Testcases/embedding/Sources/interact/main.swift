import Sandbox

try await withSandbox { sandbox in
    let limits = Limits(cpuTime: .seconds(1), wallTime: .seconds(5), memory: .mebibytes(64))
    let asker = RunRequest(command: ["/bin/sh", "-c", "echo 6 7; read answer; [ $answer = 42 ]"], limits: limits)
    let solver = RunRequest(command: ["/bin/sh", "-c", "read a b; echo $((a*b)); read end || exit 3"], limits: limits)
    let both = try await sandbox.interact(
        Placement(asker, in: .hostPrograms), Placement(solver, in: .hostPrograms))
    print(both.first.outcome, both.second.outcome, both.leftFirst.map { "the \($0) left first" } ?? "")
}
