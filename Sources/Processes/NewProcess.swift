internal import CLinux
internal import Glibc
package import SystemPackage

/// A program that is to run as a process of its own (`posix_spawn(3)`).
///
/// It begins with three streams and no other descriptor of this process, and no signal is blocked or ignored for it.
package struct NewProcess: Sendable {
    /// The program, which is looked for as a shell does, and its arguments.
    package var command: [String]
    /// Its variables, each as `NAME=value`; nil: those of this process.
    package var environment: [String]?
    /// Where it reads; nil: from `/dev/null`.
    package var input: FileDescriptor?
    /// Where its results go; nil: to `/dev/null`.
    package var output: FileDescriptor?
    /// Where all else goes that it says; nil: to `/dev/null`.
    package var error: FileDescriptor?
    /// Whether it is the first of a group of processes of its own: what a terminal sends to this group it does not get.
    package var hasOwnGroup = false

    /// A process that runs `command`.
    package init(_ command: [String]) { self.command = command }

    /// Starts it.
    /// - Returns: its number, which is its own until somebody has waited for its end.
    package func start() throws(Errno) -> Int32 {
        guard !command.isEmpty else { throw .invalidArgument }
        let words = unsafe Self.list(command)
        let variables = unsafe environment.map { lines in unsafe Self.list(lines) }
        defer { unsafe (words + (variables ?? [])).forEach { unsafe free($0) } }
        let streams = [input, output, error].map { $0?.rawValue ?? -1 }
        let group: CInt = hasOwnGroup ? 1 : 0
        var pid: pid_t = 0
        let result =
            if let variables = unsafe variables {
                unsafe clinux_start(words, variables, streams, group, &pid)
            } else {
                unsafe clinux_start(words, nil, streams, group, &pid)
            }
        guard result == 0 else { throw Errno(rawValue: -result) }
        return pid
    }

    private static func list(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
        unsafe texts.map { unsafe strdup($0) } + [nil]
    }
}
