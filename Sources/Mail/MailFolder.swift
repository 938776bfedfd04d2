internal import Concurrency
internal import Cryptography
internal import Files
package import SystemPackage
internal import Units

/// A folder that mails are written to, in place of a server: for a machine that has none, where whoever runs it hands them on, or
/// reads them. Only they may read them.
package struct MailFolder: Sendable {
    private let path: FilePath

    /// Mails in the folder at `path`, which is made if it is not there.
    package init(_ path: FilePath) { self.path = path }

    /// Writes a mail, as a file of the format of RFC 5322 whose name ends with `.eml`. One that is written again takes the place
    /// of the first.
    /// - Parameters:
    ///   - message: the mail.
    ///   - time: when it is sent, in seconds since 1970 (UTC).
    /// - Throws: ``MailFailure`` if it cannot be written.
    package func send(_ message: MailMessage, at time: Int64) async throws {
        let name = Array(SHA256.hash(message.key.utf8).prefix(16)).hexadecimal
        let file = path.appending(name + ".eml")
        let bytes = message.bytes(at: time, eightBit: message.fitsEightBits)
        do {
            try await BlockingWork.run { _ in
                try path.makeDirectory()
                try file.replaceFile { _ = try $0.writeAll(bytes) }
            }
        } catch let error as Errno {
            throw MailFailure(
                .transient, stage: "write a mail to \(path)", reason: "\(error)",
                advice: "see that the folder can be written, and has room")
        }
    }
}
