import Storage
import Testing
import Wire

@testable import Coordinator

/// What callers of the wire are told of errors of the domain.
struct DomainErrorTests {
    @Test("Every code of the domain is a status of its own on the wire")
    func codesAreStatuses() {
        let statuses = DomainError.Code.allCases.map { WireError(DomainError($0, "no")).code }
        #expect(Set(statuses).count == DomainError.Code.allCases.count)
        #expect(!statuses.contains(.ok) && !statuses.contains(.unknown))
    }

    @Test("A caller is told the message, the advice and the time to wait")
    func everythingIsTold() {
        let full = DomainError(.exhausted, "the queue is full", advice: "try again later", retryAfter: .seconds(3))
        #expect(
            WireError(full)
                == WireError(.resourceExhausted, "the queue is full; try again later", retryAfter: .seconds(3)))
        #expect(WireError(DomainError(.forbidden, "it is another's")).message == "it is another's")
    }

    @Test("Of a store's failure a caller is told nothing that only an operator may read")
    func storesAreNotTold() {
        let codes: [(StorageError.Code, StatusCode)] = [
            (.full, .resourceExhausted), (.unavailable, .unavailable), (.closed, .unavailable),
            (.corrupted, .dataLoss), (.conflict, .aborted), (.notFound, .internal), (.badRequest, .internal),
        ]
        for (code, status) in codes {
            let told = WireError(DomainError(StorageError(code, stage: "open /srv/keys", reason: "no such file")))
            #expect(told.code == status && !told.message.contains("/srv"), "\(code)")
        }
    }
}
