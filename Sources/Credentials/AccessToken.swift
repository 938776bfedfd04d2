/// What an access token says: who acts, in which session and roles, and for how long that is good.
package struct AccessToken: Hashable, Sendable {
    /// The account (`sub`).
    package var subject: String
    /// The session (`sid`): when it is ended, the token is good no more.
    package var session: String
    /// This token (`jti`).
    package var id: String
    /// What the account may do.
    package var roles: [String]
    /// When it was made (`iat`), in seconds since 1970 (UTC).
    package var issued: Int64
    /// Since when it is good (`nbf`).
    package var notBefore: Int64
    /// Until when it is good (`exp`).
    package var expires: Int64

    /// Why a text is no access token, or none that is good now.
    package enum Refusal: Error, Hashable, Sendable {
        /// It is no token of the kind that is made here.
        case malformed
        /// It names a key that is not known, or not any more.
        case unknownKey
        /// Its signature is wrong.
        case forged
        /// It was made by, or for, somebody else.
        case foreign
        /// Its time is over.
        case expired
        /// Its time has not come.
        case notYet
    }
}

extension AccessToken.Refusal: CustomStringConvertible {
    /// What is wrong, and what to do.
    package var description: String {
        switch self {
        case .malformed: "this is no access token; log in"
        case .unknownKey: "the access token was signed with a key that is not in use; log in again"
        case .forged: "the access token was changed; log in"
        case .foreign: "the access token is for another service; log in here"
        case .expired: "the access token has expired; refresh it"
        case .notYet: "the access token is not good yet; set the clock"
        }
    }
}
