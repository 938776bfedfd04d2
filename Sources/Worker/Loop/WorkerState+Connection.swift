/// The coordinator comes and goes.
extension WorkerState {
    mutating func reactToConnection(_ event: WorkerEvent) -> [WorkerAction] {
        switch event {
        case .registered(let interval):
            isRegistering = false
            registerFailures = 0
            guard !registersAgain else { return register() }
            isRegistered = true
            leaseFailures = 0
            let starts: [WorkerAction] = isExtending ? [] : [.startExtending(every: interval)]
            isExtending = true
            return starts + entries.keys.sorted().flatMap { send($0) }
        case .registerFailed:
            isRegistering = false
            registerFailures += 1
            return mode == .stopping ? [] : [.registerLater(attempt: registerFailures)]
        case .registerDue:
            return isRegistered ? [] : register()
        default:
            isRegistered = false
            registersAgain = isRegistering
            return register()
        }
    }

    mutating func register() -> [WorkerAction] {
        guard !isRegistering, mode != .stopping else { return [] }
        isRegistering = true
        registersAgain = false
        leasingPrecedesRegistration = isLeasing
        return [.register(leases: leases)]
    }
    /// Names leases that came with the answer to a call that was made before the last registration: a coordinator that was started
    /// anew knows of those alone that a registration names.
    mutating func nameLateLeases() -> [WorkerAction] {
        guard !isRegistering else {
            registersAgain = true
            return []
        }
        // Else the next registration names them in any case.
        return isRegistered ? register() : []
    }
}
