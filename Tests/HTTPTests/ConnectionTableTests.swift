import Testing

@testable import HTTP

@Suite("The table of connections")
struct ConnectionTableTests {
    @Test("When it is full, that goes which was idle longest, and never one at work")
    func full() {
        var table = ConnectionTable(most: 3, perAddress: 3)
        for id in 1...3 as ClosedRange<UInt64> { #expect(table.arrived(id, from: "a") == .keep(closing: nil)) }
        table.becameBusy(1)
        #expect(table.arrived(4, from: "b") == .keep(closing: 2))
        table.becameIdle(1)
        #expect(table.arrived(5, from: "b") == .keep(closing: 3))
        for id in [1, 4, 5] as [UInt64] { table.becameBusy(id) }
        #expect(table.arrived(6, from: "c") == .refuse)
        #expect(table.count == 3 && table.idleCount == 0)
        table.gone(4)
        #expect(table.arrived(7, from: "c") == .keep(closing: nil))
    }

    @Test("An address at its limit loses its own, and those that count for none are not held to it")
    func perAddress() {
        var table = ConnectionTable(most: 100, perAddress: 2)
        #expect(table.arrived(1, from: "b") == .keep(closing: nil))
        #expect(table.arrived(2, from: "a") == .keep(closing: nil))
        #expect(table.arrived(3, from: "a") == .keep(closing: nil))
        #expect(table.arrived(4, from: "a") == .keep(closing: 2))
        table.becameBusy(3)
        table.becameBusy(4)
        #expect(table.arrived(5, from: "a") == .refuse)
        for id in 10...20 as ClosedRange<UInt64> { #expect(table.arrived(id, from: nil) == .keep(closing: nil)) }
        table.gone(3)
        #expect(table.arrived(6, from: "a") == .keep(closing: nil))
    }

    @Test("Being told twice, or of what is gone, changes nothing")
    func twice() {
        var table = ConnectionTable(most: 2, perAddress: 2)
        _ = table.arrived(1, from: "a")
        table.becameIdle(1)
        table.becameBusy(1)
        table.becameBusy(1)
        table.gone(1)
        table.gone(1)
        table.becameIdle(1)
        table.becameBusy(9)
        #expect(table.count == 0 && table.idleCount == 0)
        #expect(table.arrived(2, from: "a") == .keep(closing: nil))
        #expect(table.arrived(3, from: "a") == .keep(closing: nil))
    }
}
