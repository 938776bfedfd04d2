import CLinux
import Glibc
import SystemPackage
import Units

/// The three standard streams of one run: the ends that the cell gets, and those that stay here.
struct RunStreams {
    /// Descriptors 0, 1 and 2 of the program. Released once they are sent, so that pipes can end.
    private(set) var programEnds: [Int32]
    private var owned: [OwnedDescriptor]
    var output: StreamCollector
    var error: StreamCollector

    init(_ request: RunRequest) throws(SandboxError) {
        owned = []
        let input: Int32
        switch request.standardInput {
        case .empty: input = try Self.take(Self.openNull(O_RDONLY), &owned)
        case .bytes(let bytes): input = try Self.take(try SealedFile(bytes).reopen(), &owned)
        case .file(let file): input = try Self.take(try file.reopen(), &owned)
        case .descriptor(let descriptor): input = descriptor.rawValue
        case .passed(let descriptor): input = try Self.take(descriptor.take(), &owned)
        case .stream: throw Self.streamless
        }
        let (outputEnd, outputPipe) = try Self.open(request.standardOutput, &owned)
        let (errorEnd, errorPipe) = try Self.open(request.standardError, &owned)
        programEnds = [input, outputEnd, errorEnd]
        output = StreamCollector(outputPipe, request.standardOutput, limit: request.limits.output)
        error = StreamCollector(errorPipe, request.standardError, limit: request.limits.output)
    }

    /// Closes the program's ends here; the cell has its copies.
    mutating func releaseProgramEnds() {
        owned = []
        programEnds = []
    }

    private static func take(
        _ descriptor: OwnedDescriptor, _ owned: inout [OwnedDescriptor]
    ) throws(SandboxError) -> Int32 {
        owned.append(descriptor)
        return descriptor.rawValue
    }

    private static func open(
        _ sink: RunRequest.StandardOutput, _ owned: inout [OwnedDescriptor]
    ) throws(SandboxError) -> (end: Int32, pipe: OwnedDescriptor?) {
        switch sink {
        case .descriptor(let descriptor):
            return (descriptor.rawValue, nil)
        case .passed(let descriptor): return (try take(descriptor.take(), &owned), nil)
        case .stream: throw streamless
        case .collect, .collectEnds, .discard:
            var readEnd: Int32 = -1
            var writeEnd: Int32 = -1
            try checked(unsafe clinux_pipe(&readEnd, &writeEnd), "make a pipe")
            return (try take(OwnedDescriptor(writeEnd), &owned), OwnedDescriptor(readEnd))
        }
    }

    private static let streamless = SandboxError(
        .badRequest, stage: "stream to or from a program in run", advice: "use withRun")

    private static func openNull(_ mode: Int32) throws(SandboxError) -> OwnedDescriptor {
        let descriptor = unsafe Glibc.open("/dev/null", mode | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw SandboxError(.systemCall, stage: "open /dev/null", errno: Errno(rawValue: errno))
        }
        return OwnedDescriptor(descriptor)
    }
}
