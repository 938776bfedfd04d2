import Coordinator
import Credentials
import Cryptography
import Kernel
import Testing
import Units

@testable import Accounts

@Suite("Making an account") struct RegisteringTests {
    @Test("takes its name for a day at first, and then for good")
    func names() throws {
        let name = Cast.secrets.id(of: "name", "alice")
        func claim(_ account: EntityID, forGood: Bool = false) -> ClaimName {
            ClaimName(name: name, account: account, isForGood: forGood)
        }
        var story = Story<NameClaim>()
        #expect(story.state.owner(at: Moment.start) == nil)
        #expect(try story.perform(claim(Cast.alice)) == ["NameClaimed"])
        #expect(try story.perform(claim(Cast.alice)) == [], "the same request again")
        #expect(story.refusal(of: claim(Cast.bob), after: .seconds(86_399)) == .alreadyExists)
        #expect(story.refusal(of: claim(Cast.bob, forGood: true), after: .seconds(86_399)) == .alreadyExists)
        #expect(story.state.owner(at: Moment.at(.seconds(86_400))) == nil)
        #expect(try story.perform(claim(Cast.bob), after: .seconds(86_400)) == ["NameClaimed"])
        #expect(story.refusal(of: claim(Cast.alice, forGood: true), after: .seconds(86_401)) == .alreadyExists)
        #expect(try story.perform(claim(Cast.bob, forGood: true), after: .seconds(86_401)) == ["NameClaimed"])
        #expect(try story.perform(claim(Cast.bob, forGood: true), after: .seconds(86_402)) == [])
        #expect(story.refusal(of: claim(Cast.alice), after: .seconds(1_000_000_000)) == .alreadyExists)
        #expect(story.state.owner(at: Moment.at(.seconds(1_000_000_000))) == Cast.bob)
    }

    @Test("of names and addresses knows two spellings to be one, and a name from an address")
    func spellings() {
        let secrets = Cast.secrets
        #expect(secrets.id(of: "name", "Alice") == secrets.id(of: "name", "alice"))
        #expect(secrets.id(of: "name", "alice") != secrets.id(of: "address", "alice"))
        #expect(secrets.id(of: "name", "alice") != AccountSecrets(.init()).id(of: "name", "alice"))
    }

    @Test(
        "takes plain names only",
        arguments: [
            ("alice", true), ("a.b-c_9", true), ("ABC", true), ("ab", false), ("", false), ("9abc", false),
            (".abc", false),
            ("a b c", false), ("a@b.example", false), ("älice", false), ("alice\n", false), ("a/b/c", false),
            (String(repeating: "a", count: 32), true), (String(repeating: "a", count: 33), false),
        ])
    func plain(_ name: String, _ isOne: Bool) {
        #expect((AccountName(name) != nil) == isOne)
    }

    @Test("is done once, however often it is asked for")
    func once() throws {
        var story = Story<Account>()
        #expect(try story.perform(Cast.register()) == ["AccountRegistered", "CodeOffered"])
        #expect(try story.perform(Cast.register(), after: .seconds(5)) == [])
        #expect(story.refusal(of: Cast.register(name: "alicia")) == .conflict, "another request with the same key")
        #expect(!story.state.isVerified && story.state.passwordHash == "hash")
    }

    @Test("needs the code that was sent, in time, and once")
    func codes() throws {
        var story = Story<Account>()
        func verify(_ proof: CodeProof) -> VerifyAddress { VerifyAddress(account: Cast.alice, code: proof) }
        let right = Cast.proof(.verifyAddress)
        #expect(story.refusal(of: verify(right)) == .forbidden, "there is no account yet")
        try story.perform(Cast.register())
        for wrong in [
            Cast.proof(.resetPassword), Cast.proof(.verifyAddress, Cast.bob),
            Cast.proof(.verifyAddress, nonce: [1, 2, 4]),
            CodeProof(token: .init(.mail), secrets: Cast.secrets),
            CodeProof(token: right.token, secrets: AccountSecrets(.init())),
        ] {
            #expect(story.refusal(of: verify(wrong)) == .forbidden)
        }
        #expect(story.refusal(of: verify(right), after: .seconds(600)) == .forbidden, "too late")
        #expect(try story.perform(verify(right), after: .seconds(599)) == ["AddressVerified"])
        #expect(story.state.isVerified)
        #expect(story.refusal(of: verify(right), after: .seconds(599)) == .forbidden, "used")
    }

    @Test("has its code in a link, which is nothing else")
    func links() throws {
        let token = Cast.secrets.code(Cast.nonce, for: .verifyAddress, of: Cast.alice)
        let text = CodeProof.text(token, of: Cast.alice)
        let read = try #require(CodeProof.read(text))
        #expect(read.account == Cast.alice && read.token == token)
        for other in ["", ".", "..", text + ".", "." + text, String(text.dropLast()), text.replacing(".", with: "")] {
            #expect(CodeProof.read(other) == nil)
        }
    }

    @Test("may have another code sent after five minutes, which is the only good one then")
    func anotherCode() throws {
        var story = Story<Account>()
        func offer(_ purpose: CodePurpose, _ nonce: [UInt8] = [9]) -> OfferCode {
            OfferCode(account: Cast.alice, purpose: purpose, nonce: nonce)
        }
        #expect(try story.perform(offer(.verifyAddress)) == [], "there is no account")
        try story.perform(Cast.register())
        #expect(try story.perform(offer(.verifyAddress), after: .seconds(299)) == [])
        #expect(try story.perform(offer(.resetPassword), after: .seconds(299)) == [], "its address may be anybody's")
        #expect(try story.perform(offer(.verifyAddress), after: .seconds(300)) == ["CodeOffered"])
        let (old, new) = (Cast.proof(.verifyAddress), Cast.proof(.verifyAddress, nonce: [9]))
        #expect(story.refusal(of: VerifyAddress(account: Cast.alice, code: old), after: .seconds(301)) == .forbidden)
        try story.perform(VerifyAddress(account: Cast.alice, code: new), after: .seconds(301))
        #expect(try story.perform(offer(.verifyAddress), after: .seconds(700)) == [])
        #expect(try story.perform(offer(.resetPassword), after: .seconds(700)) == ["CodeOffered"])
    }

    @Test("gives its address to the account that confirms it first")
    func addresses() throws {
        let address = Cast.secrets.id(of: "address", "alice@mail.example")
        var story = Story<AddressClaim>()
        #expect(try story.perform(TakeAddress(address: address, account: Cast.alice)) == ["AddressTaken"])
        #expect(try story.perform(TakeAddress(address: address, account: Cast.alice)) == [])
        #expect(story.refusal(of: TakeAddress(address: address, account: Cast.bob)) == .alreadyExists)
    }
}

@Suite("A new password") struct PasswordTests {
    @Test("is wanted once in five minutes, whether an account has the address or not")
    func wanted() throws {
        let address = Cast.secrets.id(of: "address", "alice@mail.example")
        for isTaken in [false, true] {
            var story = Story<AddressClaim>()
            if isTaken { try story.perform(TakeAddress(address: address, account: Cast.alice)) }
            #expect(try story.perform(WantReset(address: address)) == ["ResetWanted"])
            #expect(try story.perform(WantReset(address: address), after: .seconds(299)) == [])
            #expect(try story.perform(WantReset(address: address), after: .seconds(300)) == ["ResetWanted"])
        }
    }

    @Test("ends all sessions, and is chosen with a code once")
    func reset() throws {
        var story = try Cast.verified()
        let session = EntityID.random()
        try story.perform(ListSession(session: session, account: Cast.alice, clientSealed: []))
        try story.perform(OfferCode(account: Cast.alice, purpose: .resetPassword, nonce: Cast.nonce))
        let reset = ResetPassword(account: Cast.alice, code: Cast.proof(.resetPassword), passwordHash: "new")
        #expect(story.refusal(of: reset, after: .seconds(600)) == .forbidden)
        #expect(try story.perform(reset, after: .seconds(300)) == ["PasswordChanged"])
        #expect(story.state.passwordHash == "new" && story.state.sessions.isEmpty)
        #expect(story.state.sessionsEnded == Moment.at(.seconds(300)))
        #expect(story.refusal(of: reset, after: .seconds(301)) == .forbidden)
    }

    @Test("is chosen by whoever has shown the one that is stored")
    func change() throws {
        var story = try Cast.verified()
        func change(_ shown: String) -> ChangePassword {
            ChangePassword(account: Cast.alice, shown: shown, passwordHash: "new")
        }
        #expect(story.refusal(of: change("other")) == .forbidden)
        #expect(try story.perform(change("hash"), after: .seconds(9)) == ["PasswordChanged"])
        #expect(story.refusal(of: change("hash")) == .forbidden, "somebody else was faster")
        #expect(Story<Account>().refusal(of: change("")) == .notFound)
        #expect(change("hash").subject(in: story.state).owners == [Cast.alice])
    }

    @Test("is none if only the way changes in which it is stored")
    func rehash() throws {
        var story = try Cast.verified()
        try story.perform(ListSession(session: .random(), account: Cast.alice, clientSealed: []))
        #expect(try story.perform(RehashPassword(account: Cast.alice, shown: "other", passwordHash: "x")) == [])
        #expect(
            try story.perform(RehashPassword(account: Cast.alice, shown: "hash", passwordHash: "x")) == [
                "PasswordRehashed"
            ])
        #expect(story.state.passwordHash == "x" && story.state.sessions.count == 1)
    }
}
