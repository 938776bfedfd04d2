internal import Coordinator

/// What the module refuses with: each thing in one wording, so that nobody learns from the words whether an account is there.
enum AccountRefusal {
    /// A name or an address, and a password, that do not belong together.
    static var wrongLogin: DomainError {
        DomainError(.forbidden, "the name or the password is wrong", advice: "try again, or ask for a new password")
    }

    /// A code of a mail.
    static var wrongCode: DomainError {
        DomainError(.forbidden, "this link is not good any more", advice: "ask for another mail")
    }

    /// A code of an app, or a recovery code.
    static var wrongSecondFactor: DomainError {
        DomainError(.forbidden, "the code is wrong, or was used already", advice: "wait for the next code of your app")
    }

    /// A ticket of a login at a provider, or what came back with it.
    static var wrongTicket: DomainError {
        DomainError(.forbidden, "this login is not good any more", advice: "begin it anew")
    }

    /// A refresh token, or a session.
    static var sessionIsOver: DomainError { DomainError(.forbidden, "this session is over", advice: "log in again") }

    /// Whatever is done with an account that is not there.
    static var noAccount: DomainError { DomainError(.notFound, "there is no such account") }
}
