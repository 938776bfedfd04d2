package import Cryptography
internal import Files
internal import Storage
package import SystemPackage
internal import Units

/// The secrets of accounts, in a file beside the log: one of 32 bytes a line, in hexadecimal digits (`openssl rand -hex 32`).
///
/// Names and codes are made with the first, which never goes; access tokens are signed with a key of the last, and those before
/// still check. To sign with another key, add a line.
package struct AccountKeyFile: Sendable {
    /// Why the file cannot be used; never with what stands in it.
    package struct Damaged: Error, Hashable, Sendable, CustomStringConvertible {
        /// The reason, and what to do.
        package let description: String
    }

    /// What names and codes are made with.
    package let secret: SymmetricKey
    /// The keys of access tokens, oldest first.
    package let signing: [P256.PrivateKey]

    /// Reads a file.
    /// - Parameters:
    ///   - file: where it is.
    ///   - isNew: whether it is made if it is not there.
    /// - Throws: ``Damaged``, `Errno`.
    package init(_ file: FilePath, isNew: Bool) throws {
        if isNew { try Self.makeMissing(file) }
        let text = String(decoding: try file.contents(atMost: 1 << 20), as: UTF8.self)
        var secrets: [SymmetricKey] = []
        for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let hash = ContentHash(line.lowercased()) else {
                throw Damaged(
                    description: "line \(number + 1) of \(file) is no secret; write one: openssl rand -hex 32")
            }
            secrets.append(SymmetricKey(hash.bytes))
        }
        guard let first = secrets.first else {
            throw Damaged(description: "there is no secret in \(file); write one: openssl rand -hex 32")
        }
        secret = first
        signing = try secrets.enumerated().map { number, secret in
            let info = Array("signing access tokens".utf8)
            guard let key = P256.PrivateKey(KeyDerivation.derive(from: secret, salt: [], info: info)) else {
                throw Damaged(description: "no key follows from secret \(number + 1) of \(file); write another one")
            }
            return key
        }
    }

    private static func makeMissing(_ file: FilePath) throws {
        do {
            try file.createFile { _ = try $0.writeAll((randomBytes(32).hexadecimal + "\n").utf8) }
            try file.removingLastComponent().syncDirectory()
        } catch Errno.fileExists {
            return
        }
    }
}
