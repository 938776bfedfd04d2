/// Who said a setting's value, in ascending order of who wins.
public enum SettingOrigin: Hashable, Sendable {
    /// Nobody.
    case standard
    /// The file, at a line.
    case file(String, line: Int)
    /// A variable of the environment.
    case environment(String)
    /// A flag of the command line.
    case flag(String)
}

extension SettingOrigin: CustomStringConvertible {
    /// `default`, `worker.yaml:3`, `VERDICT_WORKER_SLOTS` or `--slots`.
    public var description: String {
        switch self {
        case .standard: "default"
        case .file(let name, let line): "\(name):\(line)"
        case .environment(let variable): variable
        case .flag(let flag): flag
        }
    }
}
