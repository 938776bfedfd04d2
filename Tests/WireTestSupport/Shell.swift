import Glibc

/// Commands of the host that tests use.
public enum Shell {
    /// Whether the Python client can run.
    public static let hasPython =
        run("/usr/bin/python3 -c 'import google.protobuf' && command -v protoc", log: "/dev/null") == 0

    /// Runs a command, what it says goes to the file `log`. 0 when it went well.
    public static func run(_ command: String, log: String) -> CInt {
        unsafe system("umask 077; (\(command)) >'\(log)' 2>&1")
    }
}
