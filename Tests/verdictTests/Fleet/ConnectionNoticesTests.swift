import Testing
import Units
import Wire

@testable import verdict

/// What is said of a connection, and of a submission that is not taken.
@Suite struct ConnectionNoticesTests {
    private static let lost = WireError(.unavailable, "the connection was lost")

    @Test func itIsSaidOnceThatTheCoordinatorIsGoneAndOnceThatItIsBack() {
        var notices = ConnectionNotices()
        let states: [(ClientState, String?)] = [
            (.idle, nil), (.connecting, nil), (.waiting(.seconds(1), Self.lost), nil), (.connecting, nil),
            (.ready(server: "a"), nil), (.idle, "coordinator gone, waiting"), (.connecting, nil),
            (.waiting(.seconds(1), Self.lost), nil), (.connecting, nil), (.ready(server: "a"), "coordinator is back"),
            (.waiting(.seconds(1), Self.lost), "coordinator gone, waiting"), (.closed, nil),
        ]
        for (state, words) in states { #expect(notices.take(state) == words) }
    }

    @Test func aSubmissionIsHandedInAgainWhereThatCanHelp() {
        var retry = SubmitRetry()
        let now = ContinuousClock.now
        let busy = WireError(.resourceExhausted, "full", retryAfter: .seconds(2))
        let first = retry.wait(after: busy, now: now)
        #expect(first?.delay == .seconds(2) && first?.notice == "full; trying again in 2.000 s")
        #expect(retry.wait(after: busy, now: now + .seconds(9))?.notice == nil)
        #expect(retry.wait(after: busy, now: now + .seconds(11))?.notice != nil)
        #expect(retry.wait(after: Self.lost, now: now)?.notice == nil)
        for code in [StatusCode.invalidArgument, .permissionDenied, .resourceExhausted, .internal] {
            #expect(retry.wait(after: WireError(code, "no"), now: now) == nil)
        }
        #expect(SubmitRetry.concernsOnlyThis(WireError(.alreadyExists, "another")))
        #expect(!SubmitRetry.concernsOnlyThis(WireError(.permissionDenied, "no")))
    }

    @Test func anIDIsHexadecimal() {
        #expect(PackageLookup.isID("0123abcd"))
        #expect(PackageLookup.isID(String(repeating: "0", count: 64)))
        for text in ["0123abc", "0123ABCD", "0123abcg", String(repeating: "0", count: 65), ""] {
            #expect(!PackageLookup.isID(text))
        }
    }
}
