import CLinux
import Glibc
import Synchronization
import SystemPackage

/// The thread that waits for a cell's runs: it drains their streams, stops them, and gives their answers.
///
/// A run begins on its caller's thread and ends here, so that only one thread has to be woken for it; waiting in a thread
/// of the cell's own keeps none of the concurrency pool's.
final class CellThread: Sendable {
    private enum Tag: UInt64 {
        case socket, output, error, outOfMemory, look
    }

    private struct State {
        var run: ActiveRun?
        var whenClosed: CheckedContinuation<Void, Never>?
        /// The cell is gone, and so is the thread.
        var hasEnded = false
    }

    private let epoll: OwnedDescriptor
    private let timer: OwnedDescriptor
    private let state = Mutex(State())
    // Proof: used by whoever starts a run while there is none, and by the thread while there is one; `state`, which says
    // which of both it is, changes hands under its lock.
    private nonisolated(unsafe) let process: CellProcess

    /// Starts the thread for a cell that is set up.
    init(_ process: CellProcess) throws(SandboxError) {
        unsafe self.process = process
        epoll = try OwnedDescriptor(checking: clinux_epoll(), "make an epoll instance")
        timer = try OwnedDescriptor(checking: clinux_timer(), "make a timer")
        try watch(process.channel.socket, .socket)
        try watch(timer, .look)
        try start()
    }

    /// Begins the run that `makeRun` prepares, on the calling thread; the cell's answers it. `fail` is called instead if
    /// it cannot begin.
    func begin(_ makeRun: (CellProcess) throws(SandboxError) -> ActiveRun, orElse fail: (SandboxError) -> Void) {
        let process = unsafe self.process
        // Held to the end: the thread must not see the answer of a run that is not complete yet.
        let error: SandboxError? = state.withLock { state in
            guard !state.hasEnded else { return SandboxError(.cellFailed, stage: "use a cell that has ended") }
            do throws(SandboxError) {
                let run = try makeRun(process)
                do throws(SandboxError) {
                    let channel = process.channel
                    try channel.send(.run(run.message), descriptors: run.descriptors)
                    // All the rest after the cell has been told to run: it is already at work, and what it is told to
                    // stop must be there.
                    try watch(run.streams.output.pipe, .output)
                    try watch(run.streams.error.pipe, .error)
                    try watch(run.cgroup.outOfMemory, .outOfMemory)
                    // What cannot be sent goes to a cell that has ended, and the thread finds that out.
                    run.stopNumber = run.stop.arm { try? channel.send(.stop(.init())) }
                    run.streams.releaseProgramEnds()
                    try set(timer: run.observation.timeout())
                } catch {
                    unwatch(run)
                    try? run.cgroup.remove()
                    throw error
                }
                state.run = run
                return nil
            } catch {
                return error
            }
        }
        if let error { fail(error) }
    }

    /// Ends the cell after its last run, and the thread.
    func close() async {
        await withCheckedContinuation { continuation in
            let socket = unsafe process.channel.socket
            let hasEnded = state.withLock { state in
                // The end of the stream wakes the thread.
                Glibc.shutdown(socket.rawValue, Int32(SHUT_RDWR))
                if !state.hasEnded { state.whenClosed = continuation }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func start() throws(SandboxError) {
        var thread = pthread_t()
        let this = unsafe Unmanaged.passRetained(self)
        let error = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<CellThread>.fromOpaque(argument).takeRetainedValue().serve()
                return nil
            }, this.toOpaque())
        guard error == 0 else {
            unsafe this.release()
            throw SandboxError(.systemCall, stage: "start a thread", errno: Errno(rawValue: error))
        }
        pthread_detach(thread)
    }

    private func serve() {
        var tags = [UInt64](repeating: 0, count: 8)
        var buffer = StreamCollector.makeBuffer()
        while true {
            let count = unsafe clinux_wait(epoll.rawValue, &tags, tags.count)
            let ready = tags.prefix(Int(max(count, 0)))
            if let run = state.withLock({ $0.run }) {
                follow(run, ready, &buffer)
            } else if count < 0 || ready.contains(Tag.socket.rawValue) {
                break  // told to end, or ended by itself
            }
        }
        unsafe process.end()
        let whenClosed = state.withLock { state in
            state.hasEnded = true
            return state.whenClosed
        }
        whenClosed?.resume()
    }

    private func follow(_ run: ActiveRun, _ tags: ArraySlice<UInt64>, _ buffer: inout [UInt8]) {
        let channel = unsafe process.channel
        do throws(SandboxError) {
            if tags.contains(Tag.look.rawValue) { try set(timer: run.observation.timeout()) }
            if tags.contains(Tag.output.rawValue) { run.streams.output.drain(&buffer) }
            if tags.contains(Tag.error.rawValue) { run.streams.error.drain(&buffer) }
            if !run.isStopped, run.streams.isOverLimit || tags.contains(Tag.outOfMemory.rawValue) {
                run.isStopped = true
                unwatch(run)
                if !tags.contains(Tag.socket.rawValue) { try channel.send(.stop(.init())) }
            }
            guard tags.contains(Tag.socket.rawValue) else { return }
            let (reply, descriptors) = try channel.receive()
            // Nothing else ends what a run leaves behind if it has no PID namespace to end with.
            if !run.layers.contains(.pid) { try run.cgroup.kill() }
            run.streams.finish(&buffer)
            let result = try run.result(of: reply, descriptors)
            try run.cgroup.remove()
            finish(run, .success(result))
        } catch {
            finish(run, run.failure(error))
        }
    }

    private func finish(_ run: ActiveRun, _ result: Result<RunResult, SandboxError>) {
        run.stop.disarm(run.stopNumber)
        // A timer that cannot be stopped wakes the thread once, for nothing.
        try? set(timer: -1)
        if !run.isStopped { unwatch(run) }
        state.withLock { $0.run = nil }
        run.continuation.resume(returning: result)
    }

    /// - Parameter delay: in ms; negative: never.
    private func set(timer delay: Int32) throws(SandboxError) {
        try checked(clinux_set_timer(timer.rawValue, delay), "set a timer")
    }

    private func watch(_ descriptor: OwnedDescriptor?, _ tag: Tag) throws(SandboxError) {
        guard let descriptor else { return }
        try checked(clinux_watch(epoll.rawValue, descriptor.rawValue, tag.rawValue), "watch a run")
    }

    /// Pipes are forgotten by the kernel when they are closed; this one lives longer than a run.
    private func unwatch(_ run: ActiveRun) {
        // What is not watched any more is no error.
        if let descriptor = run.cgroup.outOfMemory { _ = clinux_unwatch(epoll.rawValue, descriptor.rawValue) }
    }
}
