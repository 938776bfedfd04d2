/// One sandboxed run, without a problem around it. What each does, says `run.proto`.
public enum RunMethods {
    /// Runs a program on some worker.
    public static let execute = Method<Verdict_V1_ExecuteRequest, Verdict_V1_ExecuteResponse>(
        "verdict.v1.Run/Execute", roles: [.client, .admin])
}
