import CLinux
import SystemPackage

/// The pipes between a caller and a program: the caller's ends, which never block, and the program's, which do.
struct StreamPipes {
    private(set) var input: OwnedDescriptor?
    private(set) var output: OwnedDescriptor?
    private(set) var error: OwnedDescriptor?
    /// The program's ends.
    private(set) var passed: [PassedDescriptor] = []

    /// The same request with a pipe's end where it says `stream`.
    mutating func replaceStreams(of request: RunRequest) throws(SandboxError) -> RunRequest {
        var request = request
        if case .stream = request.standardInput {
            let pipe = try Pipe()
            try checked(clinux_never_block(pipe.writeEnd.rawValue), "make a pipe")
            input = pipe.writeEnd
            request.standardInput = .passed(keep(pipe.readEnd))
        }
        if case .stream = request.standardOutput { request.standardOutput = .passed(keep(try openOutput(\.output))) }
        if case .stream = request.standardError { request.standardError = .passed(keep(try openOutput(\.error))) }
        return request
    }

    private mutating func openOutput(
        _ end: WritableKeyPath<Self, OwnedDescriptor?>
    ) throws(SandboxError) -> OwnedDescriptor {
        let pipe = try Pipe()
        try checked(clinux_never_block(pipe.readEnd.rawValue), "make a pipe")
        self[keyPath: end] = pipe.readEnd
        return pipe.writeEnd
    }

    private mutating func keep(_ end: OwnedDescriptor) -> PassedDescriptor {
        let descriptor = PassedDescriptor(end)
        passed.append(descriptor)
        return descriptor
    }
}

/// A new pipe, both ends of which block (`pipe(7)`), and which a program that holds one can open again by its name in `/dev`.
struct Pipe {
    let readEnd: OwnedDescriptor
    let writeEnd: OwnedDescriptor

    init() throws(SandboxError) {
        var ends: (Int32, Int32) = (-1, -1)
        try checked(unsafe clinux_blocking_pipe(&ends.0, &ends.1), "make a pipe")
        readEnd = OwnedDescriptor(ends.0)
        writeEnd = OwnedDescriptor(ends.1)
    }
}
