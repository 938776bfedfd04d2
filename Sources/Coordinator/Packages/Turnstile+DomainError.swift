package import Concurrency

extension Turnstile {
    /// Lets `most` of each tenant in at once; of all tenants, `mostWaiting` may wait. Others get a ``DomainError`` (`exhausted`).
    ///
    /// Runs that nobody keeps wait in the coordinator only shortly, and a tenant may have few of them there: whoever sends
    /// hundreds at once would be refused most. Here they wait.
    package convenience init(most: Int, waiting mostWaiting: Int) {
        self.init(most: most, waiting: mostWaiting) { refusal in
            let reason =
                switch refusal {
                case .isFull(let waiting): "\(waiting) requests wait, which is the limit"
                case .wasLate: "no worker was free in time"
                }
            return DomainError(.exhausted, reason, advice: "try again later", retryAfter: .seconds(1))
        }
    }
}
