import Kernel
import Testing

@testable import Accounts

/// The page on which somebody sets up an app that makes codes.
@Suite("The page of an app's address", .timeLimit(.minutes(1))) struct SecondFactorPageTests {
    @Test("has it as a picture, which was made here and asks nobody for anything")
    func picture() async throws {
        try await Site.with { site in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            let page = try await site.html(
                .post, "account/second-factor", fields: ["password": "correct horse"], by: alice)
            #expect(page.contains("<svg ") && page.contains("as a QR code") && page.contains("otpauth://totp/"))
            #expect(!page.contains("<img") && !page.contains("src="))
            // What was set up is shown again where the code was wrong; what somebody made up is only text.
            let address = String(try #require(page.firstMatch(of: /name="address" value="([^"]+)"/)).1)
            let again = try await site.html(
                .post, "account/second-factor/confirm",
                fields: ["address": address.replacing("&amp;", with: "&"), "code": "000000"], by: alice)
            #expect(again.contains("complaint:") && again.contains("<svg "))
            let evil = try await site.html(
                .post, "account/second-factor/confirm",
                fields: ["address": "<script>" + String(repeating: "x", count: 500), "code": "000000"], by: alice)
            #expect(evil.contains("complaint:") && !evil.contains("<svg ") && !evil.contains("<script"))
        }
    }
}
