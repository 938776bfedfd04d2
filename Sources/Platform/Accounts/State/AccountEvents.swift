package import Events

// The names never change, also where a message is called otherwise.
extension NameClaimed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.NameClaimed"
}
extension AddressTaken: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.AddressTaken"
}
extension AddressReleased: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.AddressReleased"
}
extension AccountErased: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.AccountErased"
}
extension ResetWanted: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.ResetWanted"
}
extension AccountRegistered: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.AccountRegistered"
}
extension CodeOffered: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.CodeOffered"
}
extension AddressVerified: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.AddressVerified"
}
extension PasswordChanged: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.PasswordChanged"
}
extension PasswordRehashed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.PasswordRehashed"
}
extension SecondFactorOffered: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SecondFactorOffered"
}
extension SecondFactorConfirmed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SecondFactorConfirmed"
}
extension SecondFactorUsed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SecondFactorUsed"
}
extension RecoveryCodeUsed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.RecoveryCodeUsed"
}
extension SecondFactorRemoved: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SecondFactorRemoved"
}
extension SessionListed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SessionListed"
}
extension SessionUnlisted: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SessionUnlisted"
}
extension SessionOpened: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SessionOpened"
}
extension SessionRefreshed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SessionRefreshed"
}
extension SessionEnded: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.SessionEnded"
}
extension TokenListed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.TokenListed"
}
extension TokenUnlisted: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.TokenUnlisted"
}
extension TokenMade: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.TokenMade"
}
extension TokenRevoked: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.TokenRevoked"
}
extension IdentityLinked: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.IdentityLinked"
}
extension IdentityUnlinked: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.IdentityUnlinked"
}
extension IdentityListed: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.IdentityListed"
}
extension IdentityUnlisted: PersistedEvent {
    static let persistedType = "verdict.accounts.v1.IdentityUnlisted"
}

/// What accounts keep in the log.
package enum AccountEvents {
    /// All types of events.
    package static let all: [any PersistedEvent.Type] = [
        NameClaimed.self, AddressTaken.self, AddressReleased.self, AccountErased.self, ResetWanted.self,
        AccountRegistered.self, CodeOffered.self, AddressVerified.self, PasswordChanged.self,
        PasswordRehashed.self, SecondFactorOffered.self, SecondFactorConfirmed.self, SecondFactorUsed.self,
        RecoveryCodeUsed.self, SecondFactorRemoved.self, SessionListed.self, SessionUnlisted.self,
        SessionOpened.self, SessionRefreshed.self, SessionEnded.self, TokenListed.self, TokenUnlisted.self,
        TokenMade.self, TokenRevoked.self, IdentityLinked.self, IdentityUnlinked.self, IdentityListed.self,
        IdentityUnlisted.self,
    ]
}
