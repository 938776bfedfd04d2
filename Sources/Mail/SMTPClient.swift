internal import FoundationEssentials
internal import NIOCore
internal import NIOPosix

/// Gives mails to a server, each on a connection of its own.
package struct SMTPClient: Sendable {
    private let server: MailServer

    /// A client of that server.
    package init(_ server: MailServer) { self.server = server }

    /// Sends a mail. When this returns, the server has it.
    ///
    /// A mail whose failure is transient may have arrived all the same: then the answer got lost.
    /// - Parameters:
    ///   - message: the mail.
    ///   - time: when it is sent, in seconds since 1970 (UTC).
    /// - Throws: ``MailFailure``; `CancellationError`.
    package func send(_ message: MailMessage, at time: Int64) async throws {
        do {
            try await SMTPConnection.with(server) { connection in
                let extensions = try await greet(connection)
                try await logIn(connection, extensions)
                try await hand(message, at: time, to: connection, extensions)
                // The mail is the server's; whether it says goodbye does not matter.
                _ = try? await connection.ask("QUIT")
            }
        } catch let failure as MailFailure {
            try Task.checkCancellation()
            throw failure
        } catch {
            try Task.checkCancellation()
            throw MailFailure(
                .transient, stage: "send a mail by \(server.host):\(server.port)", reason: Self.reason(error),
                advice: "see that the server is there, and that its certificate is for that name")
        }
    }

    /// Greets the server, in TLS if that is wanted.
    /// - Returns: what the server can do besides.
    private func greet(_ connection: SMTPConnection) async throws -> [String: [String]] {
        try expect(try await connection.reply(), "be greeted", in: 220...220)
        var hello = try await connection.ask("EHLO \(server.ownName)")
        try expect(hello, "greet", in: 250...250)
        guard server.security == .startTLS else { return hello.extensions }
        guard hello.extensions["STARTTLS"] != nil else {
            throw MailFailure(
                .permanent, stage: "begin TLS at \(server.host)", reason: "the server does not offer STARTTLS",
                advice: "use its port for TLS, or, on this machine only, none")
        }
        try expect(try await connection.ask("STARTTLS"), "begin TLS", in: 220...220)
        try await connection.beginTLS()
        // What was said in the clear counts no more.
        hello = try await connection.ask("EHLO \(server.ownName)")
        try expect(hello, "greet in TLS", in: 250...250)
        return hello.extensions
    }

    private func logIn(_ connection: SMTPConnection, _ extensions: [String: [String]]) async throws {
        guard let login = server.login else { return }
        guard server.security != .none else {
            throw MailFailure(
                .permanent, stage: "log in at \(server.host)",
                reason: "the password would go over the network as it is",
                advice: "use TLS")
        }
        let mechanisms = extensions["AUTH"] ?? []
        if mechanisms.contains("PLAIN") {
            let words = Self.base64("\0\(login.user)\0\(login.password)")
            try expect(try await connection.ask("AUTH PLAIN \(words)"), "log in", in: 235...235)
        } else if mechanisms.contains("LOGIN") {
            try expect(try await connection.ask("AUTH LOGIN"), "log in", in: 334...334)
            try expect(try await connection.ask(Self.base64(login.user)), "log in", in: 334...334)
            try expect(try await connection.ask(Self.base64(login.password)), "log in", in: 235...235)
        } else {
            throw MailFailure(
                .permanent, stage: "log in at \(server.host)", reason: "the server offers neither PLAIN nor LOGIN",
                advice: "see which port is for handing in mail")
        }
    }

    private func hand(
        _ message: MailMessage, at time: Int64, to connection: SMTPConnection, _ extensions: [String: [String]]
    ) async throws {
        let eightBit = extensions["8BITMIME"] != nil && message.fitsEightBits && !message.isASCII
        let mail = message.bytes(at: time, eightBit: eightBit)
        var parameters = eightBit ? " BODY=8BITMIME" : ""
        if message.from.needsUTF8 || message.to.needsUTF8 {
            guard extensions["SMTPUTF8"] != nil else {
                throw MailFailure(
                    .permanent, stage: "send a mail by \(server.host)",
                    reason: "the server takes no addresses with letters that are not ASCII",
                    advice: "use another address, or another server")
            }
            parameters += " SMTPUTF8"
        }
        if let size = extensions["SIZE"] {
            if let most = size.first.flatMap({ Int($0) }), most > 0, mail.count > most {
                throw MailFailure(
                    .permanent, stage: "send a mail by \(server.host)", reason: "the mail is larger than \(most) bytes",
                    advice: "say less")
            }
            parameters += " SIZE=\(mail.count)"
        }
        try expect(
            try await connection.ask("MAIL FROM:<\(message.from)>\(parameters)"), "name the sender", in: 250...250)
        let to = message.to
        try expect(try await connection.ask("RCPT TO:<\(to)>"), "name the receiver", in: 250...251, of: to)
        try expect(try await connection.ask("DATA"), "begin the mail", in: 354...354, of: to)
        await connection.send(DotStuffing.text(mail))
        try expect(try await connection.reply(), "hand in the mail", in: 250...250, of: to)
    }

    /// Asks that a reply is one of those that are good here.
    /// - Parameter receiver: who may be named in it, and is not to be named in what is thrown.
    private func expect(
        _ reply: SMTPReply, _ stage: String, in codes: ClosedRange<Int>, of receiver: MailAddress? = nil
    ) throws(MailFailure) {
        guard !codes.contains(reply.code) else { return }
        let isPermanent = (500..<600).contains(reply.code)
        throw MailFailure(
            isPermanent ? .permanent : .transient, stage: "\(stage) at \(server.host)",
            reason: "the server says \(receiver.map { reply.description(without: $0) } ?? reply.description)",
            advice: isPermanent ? "see what the server wants to be otherwise" : "try again later")
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case is SMTPConnection.Late: "the server did not answer in time"
        case is SMTPReplyHandler.Closed, is ChannelError: "the server ended the connection"
        case is SMTPReplyHandler.EarlyWords: "the server said something before TLS that nobody asked for"
        case let error as SMTPReplyReader.Garbage: error.reason
        case is IOError, is NIOConnectionError: "the network says \(error)"
        default: "the connection cannot be used: \(error)"
        }
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
