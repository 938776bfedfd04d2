import SwiftProtobuf
import Wire

/// Jobs end, and what came of them is brought to the coordinator.
extension WorkerState {
    mutating func ended(_ number: JobNumber, _ end: JobEnd) -> [WorkerAction] {
        guard let entry = entries[number], entry.phase != .outbox else { return [] }
        if case .sandboxFailed = end {} else if entry.phase == .concluding { sandboxFailures = 0 }
        guard entry.phase != .stopping else {
            entries[number] = nil
            return []
        }
        switch end {
        case .result(let result):
            return keep(result, of: number)
        case .sandboxFailed(let failure):
            return suspectSandbox() + keep(.failure(failure), of: number)
        case .told:
            entries[number] = nil
            return []
        case .refused(let reason):
            entries[number] = nil
            return giveBack([entry.lease], reason) + pause()
        case .declined(let reason, let isSandboxes):
            entries[number] = nil
            // Others' sandboxes work perhaps: who takes the same job again and again leaves them none.
            return (isSandboxes ? suspectSandbox() : []) + giveBack([entry.lease], reason)
                + (isSandboxes ? pause() : [])
        case .cancelled:
            entries[number] = nil
            return giveBack([entry.lease], "it was stopped")
        }
    }

    mutating func keep(
        _ result: Verdict_V1_FinishRequest.OneOf_Result, of number: JobNumber
    ) -> [WorkerAction] {
        guard let entry = entries[number] else { return [] }
        entries[number]?.phase = .outbox
        entries[number]?.result = .with { request in
            request.job = entry.job
            request.result = result
        }
        return send(number)
    }

    mutating func suspectSandbox() -> [WorkerAction] {
        sandboxFailures += 1
        guard sandboxFailures >= Self.suspiciousFailures, !isProbing, mode == .working else { return [] }
        isProbing = true
        return [.probe]
    }

    mutating func probed(_ works: Bool) -> [WorkerAction] {
        isProbing = false
        sandboxFailures = 0
        guard !works else { return [] }
        isBroken = true
        return drain()
    }

    mutating func send(_ number: JobNumber) -> [WorkerAction] {
        guard isRegistered, let entry = entries[number], entry.phase == .outbox, !entry.isSending,
            var request = entry.result
        else { return [] }
        request.lease = entry.lease
        entries[number]?.isSending = true
        return [.finish(number, request, trace: entry.trace)]
    }

    mutating func delivered(
        _ number: JobNumber, _ lease: String, _ delivery: Delivery
    ) -> [WorkerAction] {
        guard let entry = entries[number] else { return [] }
        entries[number]?.isSending = false
        if case .failed(let wait) = delivery {
            entries[number]?.attempts += 1
            return [.finishLater(number, attempt: entry.attempts + 1, atLeast: wait)]
        }
        // Given out to this worker again meanwhile: that lease wants an answer, too.
        guard entry.lease == lease else { return send(number) }
        entries[number] = nil
        if case .rejected(let reason) = delivery { return [.reportRejected(job: entry.job, reason: reason)] }
        return []
    }
}
