package import Kernel

extension Accounts {
    /// The module, as the platform takes it.
    /// - Parameter mail: what sends its mails; nil: none are sent, and nobody can register or choose a forgotten password.
    package func module(mail: AccountMail?) -> Module {
        var module = Module("accounts")
        module.commands = Self.permits.map(\.action).filter { !Self.reading.contains($0) }
        module.permits = Self.permits
        module.limits = Self.limits
        module.routes = openRoutes + ownRoutes + providerRoutes + adminRoutes
        module.views = [AccountList.view]
        module.projections = [erased]
        module.pages =
            AccountPages(accounts: self).all + OwnAccountPages(accounts: self).all
            + AccountListPages(accounts: self).all
        module.templates = AccountTemplates.all.merging(AccountListPages.templates) { $1 }
        module.navigation = [
            NavigationItem("Accounts", AccountListPages.home, AccountList.read, in: .administration)
        ]
        module.browserSessions = AccountBrowserSessions(accounts: self)
        module.authenticate = { try await self.authenticate($0) }
        module.reactions = mail.map { [mailing($0)] } ?? []
        return module
    }

    /// How often what costs more than others may be asked for; what is looked at counts as well as what is sent. Many in a hall share
    /// an address.
    private static let limits = [
        RateLimit(Register.action, by: .address, 600, within: .seconds(60)),
        RateLimit(WantReset.action, by: .address, 300, within: .seconds(60)),
        RateLimit("accounts.export", by: .asker, 60, within: .seconds(3600)),
    ]

    private static let reading: Set<Action> = [
        "accounts.read-keys", "accounts.read-sessions", "accounts.read-tokens", "accounts.export",
        "accounts.erase-others", "accounts.read-providers", "accounts.begin-login", "accounts.link-login",
        "accounts.unlink-login",
        AccountList.read,
    ]

    /// Who may do what. What anybody may do asks for a password, a code or a token; who has none can do nothing with it.
    private static let permits: [Permit] = [
        Permit(ClaimName.action, .anybody),
        Permit(Register.action, .anybody),
        Permit(OfferCode.action, .platform),
        Permit(TakeAddress.action, .anybody),
        Permit(VerifyAddress.action, .anybody),
        Permit(ConfirmAccount.action, .role(.admin)),
        Permit(WantReset.action, .anybody),
        Permit(ResetPassword.action, .anybody),
        Permit(RehashPassword.action, .anybody),
        Permit(UseSecondFactor.action, .anybody),
        Permit(OpenSession.action, .anybody),
        Permit(ListSession.action, .anybody),
        Permit(UnlistSession.action, .anybody),
        Permit(RefreshSession.action, .anybody),
        Permit(LogOut.action, .anybody),
        Permit(LinkIdentity.action, .anybody),
        Permit(ListIdentity.action, .anybody),
        Permit(ConfirmIdentity.action, .anybody),
        Permit(UnlinkIdentity.action, .owners, .role(.admin), .platform),
        Permit(UnlistIdentity.action, .owners),
        Permit("accounts.read-providers", .anybody),
        Permit("accounts.begin-login", .anybody),
        Permit("accounts.link-login", .people),
        Permit("accounts.unlink-login", .people),
        Permit(EraseAccount.action, .owners, .role(.admin), .platform),
        Permit(ReleaseAddress.action, .owners, .role(.admin), .platform),
        Permit(ChangePassword.action, .owners),
        Permit(OfferSecondFactor.action, .owners),
        Permit(ConfirmSecondFactor.action, .owners),
        Permit(RemoveSecondFactor.action, .owners),
        Permit(EndSession.action, .owners, .platform),
        Permit(MakeToken.action, .owners),
        Permit(ListToken.action, .owners),
        Permit(UnlistToken.action, .owners),
        Permit(RevokeToken.action, .owners),
        Permit(AccountList.read, .role(.admin)),
        Permit("accounts.read-keys", .anybody),
        Permit("accounts.read-sessions", .people),
        Permit("accounts.read-tokens", .people),
        Permit("accounts.export", .people),
        Permit("accounts.erase-others", .role(.admin)),
    ]
}
