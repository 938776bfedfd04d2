internal import Coordinator
internal import Cryptography
internal import Events
internal import Kernel
package import Mail
internal import Storage
package import Units

/// The mails that follow from what happens to accounts. What has a code in it makes the code anew from what the log says and a
/// key that it does not have, so that a mail that is sent again is the same one.
package struct AccountMail: Sendable {
    /// Who sends the mails.
    package let sender: MailAddress
    /// Sends one.
    package let send: @Sendable (MailMessage, Timestamp) async throws -> Void

    /// Mails from that address.
    /// - Parameters:
    ///   - sender: who sends them.
    ///   - send: gives one to a server.
    package init(sender: MailAddress, send: @escaping @Sendable (MailMessage, Timestamp) async throws -> Void) {
        (self.sender, self.send) = (sender, send)
    }
}

extension Accounts {
    /// The reaction that sends them.
    func mailing(_ mail: AccountMail) -> Reaction {
        let streams = StreamPattern.anyOf([
            .prefixed(AccountStream.people + "-"), .prefixed(AccountStream.addresses + "-"),
        ])
        var reaction = Reaction("accounts.mail", to: streams) { entry, context in
            for event in entry.events { try await self.react(to: event, in: entry, context, mail) }
        }
        // A server that will not have a mail will not have it later.
        reaction.isHopeless = { ($0 as? MailFailure)?.kind == .permanent }
        return reaction
    }

    private func react(
        to event: Event, in entry: LogEntry, _ context: ReactionContext, _ mail: AccountMail
    ) async throws {
        if let address = AccountStream.id(entry.stream, of: AccountStream.addresses) {
            guard event.type == ResetWanted.persistedType else { return }
            let claim = try await commands.state(of: address.stream(AccountStream.addresses), as: AddressClaim.self)
            guard let owner = claim.account else { return }
            var request = CommandRequest()
            request.key = context.key
            try await commands.perform(
                OfferCode(account: owner, purpose: .resetPassword, nonce: randomBytes(16)), by: context.actor, request)
        } else if let person = AccountStream.id(entry.stream, of: AccountStream.people),
            let (subject, text) = try await letter(about: event, to: person)
        {
            let state = try await account(person)
            guard let address = try await seal.text(state.addressSealed, "address", of: person),
                let to = MailAddress(address)
            else { return }
            try await mail.send(
                MailMessage(
                    from: mail.sender, fromName: options.title, to: to, subject: subject, text: text, key: context.key),
                clock.now)
        }
    }

    /// What is to be said about an event; nil if nothing is.
    private func letter(about event: Event, to person: EntityID) async throws -> (subject: String, text: String)? {
        switch event.type {
        case CodeOffered.persistedType:
            return try await codeLetter(try event.unpacked(), to: person)
        case PasswordChanged.persistedType:
            return letter("Your password was changed", "the password of your account was changed")
        case SecondFactorConfirmed.persistedType:
            return letter("Logging in needs a code now", "your account needs a code of your app from now on")
        case SecondFactorRemoved.persistedType:
            return letter("Logging in needs no code any more", "your account needs no code of an app any more")
        case IdentityListed.persistedType:
            guard try !event.unpacked(IdentityListed.self).madeAccount else { return nil }
            return letter("A login was linked", "a login of somebody else's service was linked to your account")
        default: return nil
        }
    }

    private func letter(_ subject: String, _ sentence: String) -> (String, String) {
        let text =
            "At \(options.origin), \(sentence).\n\nIf that was not you, ask for a new password at once:\n"
            + "\(options.origin)/forgot-password\n\nThen end the sessions, tokens and linked logins that are not yours:\n"
            + "\(options.origin)/account\n"
        return ("\(options.title): \(subject)", text)
    }

    private func codeLetter(_ offer: CodeOffered, to person: EntityID) async throws -> (String, String)? {
        let state = try await account(person)
        // An older code is good for nothing, and a mail that comes too late helps nobody.
        guard let code = state.codes[offer.purpose], code.nonce == Array(offer.nonce), clock.now < code.until,
            let address = state.keys?.address
        else { return nil }
        let link = CodeProof.text(secrets.code(code.nonce, for: offer.purpose, of: person), of: person)
        let minutes = "The link is good for ten minutes. If you did not ask for it, do nothing.\n"
        switch offer.purpose {
        case .verifyAddress:
            let claim = try await commands.state(of: address.stream(AccountStream.addresses), as: AddressClaim.self)
            guard claim.account == nil || claim.account == person else {
                let text =
                    "Somebody wanted to make an account at \(options.origin) with this address, which has one already."
                    + "\n\nIf that was you, log in, or ask for a new password: \(options.origin)/forgot-password\n"
                return ("\(options.title): You have an account", text)
            }
            let text = "Confirm your address:\n\(options.origin)/verify/\(link)\n\n" + minutes
            return ("\(options.title): Confirm your address", text)
        case .resetPassword:
            let text = "Choose a new password:\n\(options.origin)/reset-password?token=\(link)\n\n" + minutes
            return ("\(options.title): Choose a new password", text)
        case .unspecified, .UNRECOGNIZED: return nil
        }
    }
}
