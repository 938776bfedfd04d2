import Fleet
import Identity
import Storage
import SwiftProtobuf
import Units
import Wire

/// Contents that are sent.
extension BlobsService {
    /// Takes a content.
    func put(
        _ requests: IncomingMessages<Verdict_V1_PutRequest>, _ responses: ResponseWriter<Verdict_V1_PutResponse>,
        from principal: Principal
    ) async throws {
        var requests = requests.makeAsyncIterator()
        guard case .content(let content) = try await requests.next()?.part else {
            throw DomainError(
                .invalid, "the first message does not name a content", advice: "send its BlobRef first")
        }
        let hash = try Self.hash(content)
        try acquireSlot(for: principal)
        defer { intake.uploads.release(of: principal) }
        let size = ByteCount(Int64(clamping: content.size))
        try await intake.receive(hash, size: size, from: principal) { receiver in
            try await responses.write(.with { $0.offset = UInt64(clamping: receiver.offset) })
            while let request = try await requests.next() {
                guard case .data(let data) = request.part else {
                    throw DomainError(
                        .invalid, "a message after the first has no data", advice: "send the content's bytes")
                }
                try await receiver.add(Array(data))
            }
            try await receiver.finish()
        }
        try await responses.write(.with { $0.complete = true })
    }

    /// Takes a place for an upload. Who gets none may send it all again: nothing was done.
    private func acquireSlot(for principal: Principal) throws(WireError) {
        do throws(DomainError) {
            try intake.uploads.acquire(for: principal)
        } catch {
            var refusal = WireError(error)
            refusal.notStarted = true
            throw refusal
        }
    }
}
