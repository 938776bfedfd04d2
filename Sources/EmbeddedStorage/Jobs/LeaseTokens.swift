import Cryptography
import Foundation
import Storage
import Units

/// Writes and reads leases' tokens: the job's sequence number, which lease of it this is, and a code over both that only
/// the store can make. So a token that was made up is told from one whose lease has ended.
struct LeaseTokens: Sendable {
    /// Which lease of which job a token is of.
    struct Lease: Hashable, Sendable {
        /// The job's sequence number; a job that is added anew or requeued has another.
        var job: Int64
        /// The how manieth lease of the job it is, from 1.
        var delivery: Int64
    }

    private let key: SymmetricKey

    init(key: [UInt8]) {
        self.key = SymmetricKey(key)
    }

    private func code(of lease: Lease) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in [lease.job, lease.delivery] {
            bytes += unsafe withUnsafeBytes(of: number.bigEndian) { unsafe Array($0) }
        }
        return Array(MessageCode.sha256(of: bytes, key: key).prefix(16))
    }

    func token(of lease: Lease) -> JobLease.Token {
        JobLease.Token("\(lease.job).\(lease.delivery).\(code(of: lease).hexadecimal)")
    }

    /// The lease that `token` was written for; nil if this store wrote none such.
    func lease(of token: JobLease.Token) -> Lease? {
        let parts = token.text.utf8.count <= 100 ? token.text.split(separator: ".") : []
        guard parts.count == 3, let job = Int64(parts[0]), let delivery = Int64(parts[1]) else { return nil }
        let lease = Lease(job: job, delivery: delivery)
        // Whoever guesses learns nothing from how long this takes.
        return areEqual(Array(token.text.utf8), Array(self.token(of: lease).text.utf8)) ? lease : nil
    }
}
