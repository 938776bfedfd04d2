import Storage

/// What happens to a job after it was added: each is a message on the next of the job's numbered subjects, so that of two
/// changes at once one wins.
enum JobChange: Hashable, Sendable {
    /// It is leased, under that number.
    case leased(UInt64)
    /// Its lease goes on.
    case extended
    /// Its lease ends, and it can be leased after that many milliseconds.
    case returned(Int64)
    /// Its lease ends, and it is a dead letter.
    case buried
    /// It is no dead letter any more and can be leased, as if it had just been added.
    case requeued
    /// It is done, or a dead letter that was discarded: nothing happens to it after that.
    case done

    /// The header that a change is written in.
    static let header = "Verdict-Change"

    /// As it is written.
    var text: String {
        switch self {
        case .leased(let number): "leased \(number)"
        case .extended: "extended"
        case .returned(let delay): "returned \(delay)"
        case .buried: "buried"
        case .requeued: "requeued"
        case .done: "done"
        }
    }

    /// The change that was written; nil if none was.
    init?(_ text: String) {
        let words = text.split(separator: " ")
        switch (words.first, words.count) {
        case ("leased", 2):
            guard let number = UInt64(words[1]) else { return nil }
            self = .leased(number)
        case ("returned", 2):
            guard let delay = Int64(words[1]) else { return nil }
            self = .returned(delay)
        case ("extended", 1): self = .extended
        case ("buried", 1): self = .buried
        case ("requeued", 1): self = .requeued
        case ("done", 1): self = .done
        default: return nil
        }
    }
}

/// What a lease's token says: the job by the sequence of its message, the number of the change that leased it, and the
/// number drawn for the lease.
struct LeaseName: Hashable, Sendable {
    var job: UInt64
    var change: Int
    var number: UInt64

    /// As a token.
    var token: JobLease.Token { JobLease.Token("\(job).\(change).\(number)") }

    /// What a token says; nil for a text that is none.
    init?(_ token: JobLease.Token) {
        let parts = token.text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let job = UInt64(parts[0]), let change = Int(parts[1]), change >= 0,
            let number = UInt64(parts[2])
        else { return nil }
        self.init(job: job, change: change, number: number)
        // One spelling only: what a token was made of leads back to it.
        guard self.token == token else { return nil }
    }

    init(job: UInt64, change: Int, number: UInt64) {
        self.job = job
        self.change = change
        self.number = number
    }
}
