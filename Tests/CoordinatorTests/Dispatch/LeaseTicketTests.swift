import Storage
import TestSupport
import Testing

@testable import Coordinator

struct LeaseTicketTests {
    private let ticket = LeaseTicket(
        job: "abc-1-build", worker: "judge-7 ü", principal: "machines", token: .init("17.3.00ff"), delivery: 3)

    @Test func isReadBackAsWritten() {
        let tickets = LeaseTicketCodec(KeyRing())
        #expect(tickets.decode(tickets.encode(ticket)) == ticket)
        var second = ticket
        second.isSecondLook = true
        #expect(tickets.decode(tickets.encode(second)) == second)
    }

    @Test func isReadBackWhenTheKeyIsNotTheNewestAnyMore() throws {
        let (old, new) = (String(repeating: "1a", count: 32), String(repeating: "2b", count: 32))
        let text = LeaseTicketCodec(try KeyRing(parsing: old, from: "a test")).encode(ticket)
        #expect(LeaseTicketCodec(try KeyRing(parsing: "\(old)\n\(new)", from: "a test")).decode(text) == ticket)
        #expect(LeaseTicketCodec(try KeyRing(parsing: new, from: "a test")).decode(text) == nil)
    }

    @Test func codesOfAnotherPurposeAreWrong() {
        let keys = KeyRing()
        let code = keys.codes(for: "lease").code(of: [1, 2, 3])
        #expect(keys.codes(for: "lease").isCode(code, of: [1, 2, 3]))
        #expect(!keys.codes(for: "page").isCode(code, of: [1, 2, 3]))
        #expect(!keys.codes(for: "lease").isCode(code, of: [1, 2, 4]))
        #expect(!keys.codes(for: "lease").isCode(code.dropLast(), of: [1, 2, 3]))
    }

    @Test func isRefusedWithAnyCharacterChanged() {
        let tickets = LeaseTicketCodec(KeyRing())
        let text = Array(tickets.encode(ticket))
        for place in text.indices {
            var changed = text
            changed[place] = changed[place] == "A" ? "B" : "A"
            #expect(tickets.decode(String(changed)) == nil)
            #expect(tickets.decode(String(text[..<place])) == nil)
        }
    }

    @Test func garbageOfAnyLengthIsRefused() {
        let tickets = LeaseTicketCodec(KeyRing())
        var random = SeededGenerator(seed: 7)
        let letters = Array("ABCxyz019-_=+/. é\0")
        for length in Array(0..<200) + [4095, 4096, 4097, 100_000] {
            let text = String((0..<length).map { _ in letters.randomElement(using: &random) ?? "A" })
            #expect(tickets.decode(text) == nil)
        }
    }
}
