import CLinux
import SystemPackage
import Units

/// The three standard streams of one run: the ends that the cell gets, and those that stay here.
struct RunStreams {
    /// Descriptors 0, 1 and 2 of the program. Released once they are sent.
    private(set) var programEnds: [Int32]
    private var owned: [OwnedDescriptor]
    private var collected: [OwnedDescriptor]
    var output: StreamCollector
    var error: StreamCollector

    /// - Parameter inputs: where the cell's runs read from.
    init(_ request: RunRequest, _ inputs: InputDirectory) throws(SandboxError) {
        owned = []
        collected = []
        let input: Int32
        switch request.standardInput {
        case .empty: input = try Self.take(try inputs.openEmpty(), &owned)
        case .bytes(let bytes): input = try Self.take(try inputs.open(bytes), &owned)
        case .file(let file): input = try Self.take(try inputs.open(file), &owned)
        case .descriptor(let descriptor): input = descriptor.rawValue
        case .passed(let descriptor): input = try Self.take(descriptor.take(), &owned)
        case .stream: throw Self.streamless
        }
        let (outputEnd, outputPipe) = try Self.open(request.standardOutput, &owned, &collected)
        var (errorEnd, errorPipe): (Int32, OwnedDescriptor?) = (outputEnd, nil)
        if case .withOutput = request.standardError {
        } else {
            (errorEnd, errorPipe) = try Self.open(request.standardError, &owned, &collected)
        }
        programEnds = [input, outputEnd, errorEnd]
        output = StreamCollector(outputPipe, request.standardOutput, limit: request.limits.output)
        error = StreamCollector(errorPipe, request.standardError, limit: request.limits.output)
    }

    /// Whether more was written than allowed.
    var isOverLimit: Bool { output.isOverLimit || error.isOverLimit }

    /// Whether somebody who reads wants no more.
    var isRefused: Bool { output.isRefused || error.isRefused }

    /// Closes what only the program is to hold; the cell has its copies.
    mutating func releaseProgramEnds() {
        owned = []
        programEnds = []
    }

    /// Takes what is left in the pipes once the run is over and nobody else can write there. The program's ends of them
    /// are held here as well, to the end: that it closes its own is nothing that anybody must be woken for.
    mutating func finish(_ buffer: inout [UInt8]) {
        output.drain(&buffer)
        error.drain(&buffer)
    }

    private static func take(
        _ descriptor: OwnedDescriptor, _ owned: inout [OwnedDescriptor]
    ) throws(SandboxError) -> Int32 {
        owned.append(descriptor)
        return descriptor.rawValue
    }

    private static func open(
        _ sink: RunRequest.StandardOutput, _ owned: inout [OwnedDescriptor], _ collected: inout [OwnedDescriptor]
    ) throws(SandboxError) -> (end: Int32, pipe: OwnedDescriptor?) {
        switch sink {
        case .descriptor(let descriptor):
            return (descriptor.rawValue, nil)
        case .passed(let descriptor): return (try take(descriptor.take(), &owned), nil)
        case .stream: throw streamless
        case .withOutput:
            throw SandboxError(.badRequest, stage: "send standard output where it goes itself")
        case .collect, .collectEnds, .discard, .reader:
            var readEnd: Int32 = -1
            var writeEnd: Int32 = -1
            try checked(unsafe clinux_pipe(&readEnd, &writeEnd), "make a pipe")
            return (try take(OwnedDescriptor(writeEnd), &collected), OwnedDescriptor(readEnd))
        }
    }

    private static let streamless = SandboxError(
        .badRequest, stage: "stream to or from a program in run", advice: "use withRun")
}
