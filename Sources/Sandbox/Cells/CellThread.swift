import CLinux
import Glibc
import SwiftProtobuf
import Synchronization
import SystemPackage
import Units

/// Follows a cell's runs: drains their streams, stops them, and gives their answers.
///
/// A run begins on its caller's thread. A short one ends there, too: waiting a moment costs the concurrency pool less than
/// waking two threads would, which is a tenth of what such a run takes. All others are left to a thread of the cell's
/// own, which keeps none of the pool's.
final class CellThread: Sendable {
    private struct State {
        var run: ActiveRun?
        var whenClosed: CheckedContinuation<Void, Never>?
        /// The cell is gone, and so is the thread.
        var hasEnded = false
    }

    /// How long a caller's thread waits. Several times what the shortest runs take: on a busy machine, one run that is left
    /// to the other thread makes the next one late, too.
    private static let patience = Duration.milliseconds(3)

    private let epoll: OwnedDescriptor
    private let timer: OwnedDescriptor
    /// Has the thread tidy up.
    private let idle: OwnedDescriptor
    private let state = Mutex(State())
    private let spent = Atomic(false)
    // Proof: both are used by whoever starts a run while there is none, and by the thread while there is one; `state`,
    // which says which of both it is, changes hands under its lock. `CellCgroup.tidy` uses constants and what has a lock.
    private nonisolated(unsafe) let process: CellProcess
    private nonisolated(unsafe) var buffer = StreamCollector.makeBuffer()

    /// Starts the thread for a cell that is set up.
    init(_ process: CellProcess) throws(SandboxError) {
        unsafe self.process = process
        epoll = try OwnedDescriptor(checking: clinux_epoll(), "make an epoll instance")
        timer = try OwnedDescriptor(checking: clinux_timer(), "make a timer")
        idle = try OwnedDescriptor(checking: clinux_event(), "make an event descriptor")
        try watch(process.channel.socket, .socket)
        try heedSocket(false)
        try watch(timer, .look)
        try watch(idle, .idle)
        try start()
    }

    /// A run that was begun.
    enum Begun {
        case ended(Result<RunResult, SandboxError>)
        case goesOn(Eventual<Result<RunResult, SandboxError>>)
    }

    /// Begins the run that `makeRun` prepares, on the calling thread.
    func begin(_ makeRun: (CellProcess) throws(SandboxError) -> ActiveRun) throws(SandboxError) -> Begun {
        let process = unsafe self.process
        // Held to the end: the thread must not see what there is of a run that is not complete yet.
        return try state.withLock { state throws(SandboxError) in
            guard !state.hasEnded else { throw SandboxError(.cellFailed, stage: "use a cell that has ended") }
            let run = try makeRun(process)
            if let result = try start(run, process.channel) {
                run.stop.disarm(run.stopNumber)
                run.request.signals?.disarm()
                process.cgroup.note((try? result.get())?.cpuTime)
                if process.cgroup.isTidied { askToTidy() }
                return .ended(result)
            }
            state.run = run
            return .goesOn(run.end)
        }
    }

    /// Starts a run; returns what came of it, or nil if it goes on and is the thread's.
    private func start(
        _ run: ActiveRun, _ channel: CellChannel
    ) throws(SandboxError) -> Result<RunResult, SandboxError>? {
        do throws(SandboxError) {
            try channel.send(frame: run.frame, descriptors: run.descriptors)
            // All the rest after the cell has been told to run: it is already at work, and what it is told to stop must
            // be there. What cannot be sent goes to a cell that has ended, and whoever follows the run finds that out.
            run.stopNumber = run.stop.arm { try? channel.send(.stop(.init())) }
            run.request.signals?.arm { signal in
                try? channel.send(.signal(.with { $0.number = UInt32(signal.rawValue) }))
            }
            run.streams.releaseProgramEnds()
            if !run.request.isConversation, let result = try followBriefly(run, channel) { return result }
            try watch(run.streams.output.pipe, .output)
            try watch(run.streams.error.pipe, .error)
            try watch(run.cgroup.outOfMemory, .outOfMemory)
            try set(timer: run.observation.timeout())
            try heedSocket(true)
            return nil
        } catch {
            unwatch(run)
            run.cgroup.release()
            throw error
        }
    }

    private func followBriefly(
        _ run: ActiveRun, _ channel: CellChannel
    ) throws(SandboxError) -> Result<RunResult, SandboxError>? {
        let start = ContinuousClock.now
        var left = Self.patience
        while left > .zero {
            let descriptors = [
                channel.socket, run.streams.output.pipe, run.streams.error.pipe,
                run.isStopped ? nil : run.cgroup.outOfMemory,
            ].map { $0?.rawValue ?? -1 }
            let ready = try checked(
                unsafe clinux_poll(descriptors, descriptors.count, left.nanoseconds), "wait for a run")
            let events = RunEvents(rawValue: UInt64(ready))
            if let result = unsafe run.follow(events, channel, &buffer) { return result }
            left = Self.patience - (ContinuousClock.now - start)
        }
        return nil
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
        var keys = [UInt64](repeating: 0, count: 8)
        while true {
            let count = unsafe clinux_wait(epoll.rawValue, &keys, keys.count)
            let events = RunEvents(keys.prefix(Int(max(count, 0))).map(RunEvents.init))
            if events.contains(.idle) { tidy() }
            if let run = state.withLock({ $0.run }) {
                follow(run, events)
            } else if count < 0 || events.contains(.socket) {
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

    private func follow(_ run: ActiveRun, _ events: RunEvents) {
        do throws(SandboxError) {
            if events.contains(.look) { try set(timer: run.observation.timeout()) }
            let result = unsafe run.follow(events, process.channel, &buffer)
            if run.isStopped { unwatch(run) }
            if let result { finish(run, result) }
        } catch {
            finish(run, run.failure(error))
        }
    }

    private func finish(_ run: ActiveRun, _ result: Result<RunResult, SandboxError>) {
        // A timer that cannot be stopped wakes the thread once, for nothing.
        try? set(timer: -1)
        unwatch(run)
        // A socket that is still watched would only have the thread look for nothing.
        try? heedSocket(false)
        unsafe process.cgroup.note(nil)
        state.withLock { $0.run = nil }
        run.stop.disarm(run.stopNumber)
        run.request.signals?.disarm()
        run.end.set(result)
        tidyCgroup()
    }

    /// Whether earlier runs have left behind so much that the cell is to be given up.
    var isSpent: Bool { spent.load(ordering: .relaxed) }

    private func askToTidy() {
        var one: UInt64 = 1
        // Fails only after 2^64 times.
        _ = unsafe Glibc.write(idle.rawValue, &one, MemoryLayout<UInt64>.size)
    }

    /// May be while a run goes on: only the making and removing of its like is done here, which has a lock of its own.
    private func tidy() {
        var count: UInt64 = 0
        _ = unsafe Glibc.read(idle.rawValue, &count, MemoryLayout<UInt64>.size)
        tidyCgroup()
    }

    private func tidyCgroup() {
        let cgroup = unsafe process.cgroup
        cgroup.tidy()
        if cgroup.isSpent { spent.store(true, ordering: .relaxed) }
    }

    /// - Parameter delay: in ms; negative: never.
    private func set(timer delay: Int32) throws(SandboxError) {
        try checked(clinux_set_timer(timer.rawValue, delay), "set a timer")
    }

    /// Has the thread look at answers of the cell, or else only at its end.
    private func heedSocket(_ isHeeded: Bool) throws(SandboxError) {
        let socket = unsafe process.channel.socket
        try checked(
            clinux_watch_again(epoll.rawValue, socket.rawValue, isHeeded ? 1 : 0, RunEvents.socket.rawValue),
            "watch a cell")
    }

    private func watch(_ descriptor: OwnedDescriptor?, _ event: RunEvents) throws(SandboxError) {
        guard let descriptor else { return }
        try checked(clinux_watch(epoll.rawValue, descriptor.rawValue, event.rawValue), "watch a run")
    }

    /// Pipes are forgotten by the kernel when they are closed; these descriptors live longer.
    private func unwatch(_ run: ActiveRun) {
        for descriptor in [run.cgroup.outOfMemory, run.streams.output.unread, run.streams.error.unread] {
            // What is not watched any more is no error.
            if let descriptor { _ = clinux_unwatch(epoll.rawValue, descriptor.rawValue) }
        }
    }
}
