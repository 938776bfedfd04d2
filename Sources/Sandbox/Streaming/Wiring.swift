import CLinux

/// The two pipes between two programs. Nobody else holds an end to write to, so the end of what one writes is the end of
/// what the other reads.
struct Wiring {
    /// As in a judge's usual interactive runner; a program seldom waits for the other to read.
    static let capacity: Int32 = 1 << 20

    /// Nil where the user has no inotify instance left: there are 128 or so, and a pair runs without one, too.
    let order: ClosingOrder?
    /// What the second has not read.
    let fromFirst: UnreadOutput
    /// What the first has not read.
    let fromSecond: UnreadOutput
    private let passed: [PassedDescriptor]

    /// Replaces the standard inputs and outputs of both.
    init(_ first: inout RunRequest, _ second: inout RunRequest) throws(SandboxError) {
        let (there, back) = (try Pipe(), try Pipe())
        for pipe in [there, back] {
            // A user may have so much in pipes that this one has to stay as it is.
            _ = clinux_widen_pipe(pipe.readEnd.rawValue, Self.capacity)
        }
        fromFirst = try UnreadOutput(of: there, limit: first.limits.output)
        fromSecond = try UnreadOutput(of: back, limit: second.limits.output)
        order = try? ClosingOrder(there: there, back: back)
        passed = [there.writeEnd, there.readEnd, back.writeEnd, back.readEnd].map(PassedDescriptor.init)
        first.standardOutput = .passed(passed[0])
        second.standardInput = .passed(passed[1])
        second.standardOutput = .passed(passed[2])
        first.standardInput = .passed(passed[3])
    }

    /// Lets go of what nobody took: a program that never started leaves its ends here.
    func release() {
        for descriptor in passed { descriptor.release() }
        fromFirst.leave()
        fromSecond.leave()
    }
}
