/// Makes a sandbox, lends it to `body`, and closes it whatever happens.
/// - Throws: ``SandboxError`` if this host cannot give the sandbox; else what `body` throws.
@discardableResult
public func withSandbox<Value>(
    _ options: Sandbox.Options = Sandbox.Options(), _ body: (Sandbox) async throws -> Value
) async throws -> Value {
    let sandbox = try await Sandbox(options)
    do {
        let value = try await body(sandbox)
        await sandbox.close()
        return value
    } catch {
        await sandbox.close()
        throw error
    }
}
