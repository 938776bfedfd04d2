/// The worker ends.
extension WorkerState {
    mutating func drain() -> [WorkerAction] {
        guard mode == .working else { return [] }
        mode = .draining
        return [.startDrainTimer] + stopLeasing() + letGo(of: [.preparing, .ready], "the worker is about to leave")
    }

    mutating func stop() -> [WorkerAction] {
        guard mode == .working || mode == .draining else { return [] }
        mode = .stopping
        let phases: Set<Phase> = [.preparing, .ready, .running, .concluding]
        return [.startStopTimer] + stopLeasing() + letGo(of: phases, "the worker was stopped")
    }

    mutating func stopLeasing() -> [WorkerAction] {
        isLeasing ? [.stopLeasing] : []
    }

    mutating func letGo(of phases: Set<Phase>, _ reason: String) -> [WorkerAction] {
        let gone = entries.filter { phases.contains($0.value.phase) }.sorted { $0.key < $1.key }
        for (number, _) in gone { entries[number]?.phase = .stopping }
        return gone.map { .cancel($0.key) } + giveBack(gone.map(\.value.lease), reason)
    }

    mutating func abandon() -> [WorkerAction] {
        mode = .ended
        return [.end]
    }
}
