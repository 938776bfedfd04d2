import Testing

@testable import Credentials

@Suite("A password") struct PasswordRulesTests {
    @Test(
        "may be chosen or not",
        arguments: [
            ("", PasswordRules.Refusal.tooShort), ("seven77", .tooShort), ("🐎🔋📎🐎🔋📎🐎", .tooShort),
            ("🐎🔋📎🐎🔋📎🐎🔋", nil), ("eight ch", nil), ("xkfjwpqz", nil), ("correct horse battery staple", nil),
            ("password", .common), ("PassWord", .common), ("12345678", .common), ("qwertyuiop", .common),
            ("trustno1", .common), ("iloveyou", .common), ("aaaaaaaaaaaaaaaa", .common), ("password of mine", nil),
            ("alice.adams", .personal), ("ALICE.ADAMS", .personal), ("alice.adams!7", .personal),
            ("1alice.adams1", .personal), ("alice@mail.example", .personal), ("mail.example", .personal),
            ("mail.example1", .personal), ("alice and her horse", nil), ("Alice Adams-1", .personal),
        ])
    func rules(_ password: String, _ refusal: PasswordRules.Refusal?) {
        let words = ["alice.adams", "Alice Adams", "alice@mail.example", "", "al"]
        #expect(PasswordRules.refusal(of: password, personal: words) == refusal)
    }

    @Test("of 256 characters may be chosen, one of 257 may not")
    func longest() {
        let longest = String(repeating: "ab", count: 128)
        #expect(PasswordRules.refusal(of: longest, personal: []) == nil)
        #expect(PasswordRules.refusal(of: longest + "c", personal: []) == .tooLong)
        // One character for a reader, many for a machine.
        #expect(PasswordRules.refusal(of: "e" + String(repeating: "\u{301}", count: 300), personal: []) == .tooLong)
    }

    @Test("is none of the 5000 commonest that are long enough")
    func common() {
        #expect(CommonPasswords.count == 5000)
        #expect(
            !CommonPasswords.contains("") && !CommonPasswords.contains(" ") && !CommonPasswords.contains("password "))
    }

    @Test("that is refused has a reason, and what to do")
    func reasons() {
        for refusal in [PasswordRules.Refusal.tooShort, .tooLong, .common, .personal] {
            #expect("\(refusal)".contains("; choose"))
        }
    }
}
