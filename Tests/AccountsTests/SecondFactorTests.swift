import Coordinator
import Credentials
import Cryptography
import Kernel
import Testing
import Units

@testable import Accounts

@Suite("A second factor") struct SecondFactorTests {
    private static let app = OneTimePassword(secret: .init(Array("12345678901234567890".utf8)))
    private static let recovery = (0..<3).map { _ in RecoveryCode() }

    private static func code(_ after: Duration) -> String {
        app.code(ofStep: OneTimePassword.step(at: Moment.at(after).seconds))
    }

    private static func proof(_ text: String, sealed: [UInt8] = [5]) -> SecondFactorProof {
        SecondFactorProof(text: text, secret: app, secretSealed: sealed)
    }

    private static func confirm(_ text: String, sealed: [UInt8] = [5]) -> ConfirmSecondFactor {
        ConfirmSecondFactor(
            account: Cast.alice, proof: proof(text, sealed: sealed), recoveryHashes: recovery.map(\.hash))
    }

    private static func use(_ text: String, sealed: [UInt8] = [5]) -> UseSecondFactor {
        UseSecondFactor(account: Cast.alice, proof: proof(text, sealed: sealed))
    }

    private static let offer = OfferSecondFactor(account: Cast.alice, secretSealed: [5])

    private static func confirmed() throws -> Story<Account> {
        var story = try Cast.verified()
        try story.perform(offer)
        try story.perform(confirm(code(.zero)))
        return story
    }

    @Test("is wanted once the app has shown a first code, and not before")
    func begins() throws {
        #expect(Story<Account>().refusal(of: Self.offer) == .notFound)
        var story = try Cast.verified()
        #expect(story.refusal(of: Self.confirm(Self.code(.zero))) == .wrongState)
        try story.perform(Self.offer)
        if case .confirmed = story.state.secondFactor { Issue.record("it is not wanted yet") }
        #expect(story.refusal(of: Self.confirm("000000")) == .forbidden)
        #expect(story.refusal(of: Self.confirm(Self.code(.zero), sealed: [6])) == .wrongState, "of an older secret")
        #expect(story.refusal(of: Self.confirm(Self.code(.seconds(600))), after: .seconds(600)) == .wrongState)
        #expect(try story.perform(Self.confirm(Self.code(.zero))) == ["SecondFactorConfirmed"])
        #expect(story.refusal(of: Self.offer) == .wrongState)
    }

    @Test("takes each code once, and none before it")
    func once() throws {
        var story = try Self.confirmed()
        #expect(story.refusal(of: Self.use(Self.code(.zero))) == .forbidden, "used for the beginning")
        let code = Self.code(.seconds(60))
        #expect(story.refusal(of: Self.use(code)) == .forbidden, "too early")
        #expect(story.refusal(of: Self.use(code, sealed: [6]), after: .seconds(60)) == .forbidden)
        #expect(try story.perform(Self.use(code), after: .seconds(60)) == ["SecondFactorUsed"])
        #expect(story.refusal(of: Self.use(code), after: .seconds(60)) == .forbidden)
        #expect(story.refusal(of: Self.use(Self.code(.seconds(30))), after: .seconds(60)) == .forbidden)
        #expect(try story.perform(Self.use(Self.code(.seconds(90))), after: .seconds(80)) == ["SecondFactorUsed"])
    }

    @Test("takes each recovery code once")
    func recoveryCodes() throws {
        var story = try Self.confirmed()
        for code in Self.recovery {
            #expect(try story.perform(Self.use(code.text.uppercased())) == ["RecoveryCodeUsed"])
            #expect(story.refusal(of: Self.use(code.text)) == .forbidden)
        }
        #expect(story.refusal(of: Self.use(RecoveryCode().text)) == .forbidden)
    }

    @Test("is removed with a last code")
    func removed() throws {
        var story = try Self.confirmed()
        func remove(_ text: String) -> RemoveSecondFactor {
            RemoveSecondFactor(account: Cast.alice, proof: Self.proof(text))
        }
        #expect(story.refusal(of: remove("123456")) == .forbidden)
        #expect(
            try story.perform(remove(Self.recovery[0].text)) == ["RecoveryCodeUsed", "SecondFactorRemoved"])
        #expect(story.state.secondFactor == .none)
        #expect(story.refusal(of: Self.use(Self.recovery[1].text)) == .forbidden)
        #expect(try story.perform(Self.offer) == ["SecondFactorOffered"])
    }
}

@Suite("A token for programs") struct ProgramTokenTests {
    private static func make(_ scopes: [String], life: Duration? = nil) -> MakeToken {
        MakeToken(
            token: EntityID(number: 5), account: Cast.alice, tokenHash: [1], nameSealed: [2], scopes: scopes, life: life
        )
    }

    @Test("has scopes that say something, and a life of a minute to a year")
    func limits() throws {
        let story = Story<ProgramToken>()
        for scopes in [[], [""], ["a b"], ["Contests"], ["**"], Array(repeating: "a", count: 33)] as [[String]] {
            #expect(story.refusal(of: Self.make(scopes)) == .invalid)
        }
        for life in [Duration.zero, .seconds(59), .seconds(400 * 86_400), .seconds(-1)] {
            #expect(story.refusal(of: Self.make(["*"], life: life)) == .invalid)
        }
    }

    @Test("is good until it is revoked, or its time is over")
    func life() throws {
        var story = Story<ProgramToken>()
        #expect(!story.state.isGood(at: Moment.start))
        try story.perform(Self.make(["*"], life: .seconds(3600)))
        #expect(story.state.isGood(at: Moment.at(.seconds(3599))) && !story.state.isGood(at: Moment.at(.seconds(3600))))
        #expect(story.refusal(of: Self.make(["*"])) == .alreadyExists)
        let revoke = RevokeToken(token: EntityID(number: 5))
        #expect(revoke.subject(in: story.state).owners == [Cast.alice])
        #expect(try story.perform(revoke) == ["TokenRevoked"] && !story.state.isGood(at: Moment.start))
        #expect(try story.perform(revoke) == [])
    }

    @Test("stands on a list that has an end")
    func list() throws {
        var story = try Cast.verified()
        func list(_ number: Int) -> ListToken {
            ListToken(token: EntityID(number: UInt128(number)), account: Cast.alice)
        }
        for number in 0..<Account.most.tokens { #expect(try story.perform(list(number)) == ["TokenListed"]) }
        #expect(try story.perform(list(3)) == [])
        #expect(story.refusal(of: list(1000)) == .exhausted)
        #expect(try story.perform(UnlistToken(token: EntityID(number: 3), account: Cast.alice)) == ["TokenUnlisted"])
        #expect(try story.perform(list(1000)) == ["TokenListed"])
    }
}
