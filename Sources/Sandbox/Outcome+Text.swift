extension RunResult.Outcome: CustomStringConvertible {
    /// The kind of outcome, as machines read it: `exited`, `signaled`, `cpu_limit`, …
    public var name: String {
        switch self {
        case .exited: "exited"
        case .signaled: "signaled"
        case .cpuLimit: "cpu_limit"
        case .wallLimit: "wall_limit"
        case .memoryLimit: "memory_limit"
        case .outputLimit: "output_limit"
        case .securityViolation: "security_violation"
        case .cancelled: "cancelled"
        }
    }

    /// The name, with the exit status or the signal: `exited 1`, `signaled SIGSEGV`, `cpu_limit`.
    public var description: String {
        switch self {
        case .exited(let status): "\(name) \(status)"
        case .signaled(let signal): "\(name) \(signal)"
        default: name
        }
    }
}
