/// What is simulated: who submits how much when, and who works.
struct Scenario {
    /// Tenants of one priority, all alike but for their part of what comes.
    struct Group {
        var name: String
        var priority: UInt8
        var tenants: Int
        /// Their part of all submissions.
        var part: Double
    }

    /// Submissions and workers are so many times those that are given here.
    var scale = 1.0
    var seed: UInt64 = 1
    var workers = 2000
    var cores = 4
    /// Submissions a minute, in quiet minutes.
    var rate = 25_000.0
    /// The minutes in which ten times as many come.
    let rush = 5.0..<15.0
    /// When nothing more comes, in minutes.
    let last = 20.0
    /// What is not done by then is not done in time, in minutes.
    let end = 60.0
    let groups = [
        Group(name: "contest", priority: 0, tenants: 30, part: 0.7),
        Group(name: "interactive", priority: 1, tenants: 10, part: 0.15),
        Group(name: "normal", priority: 2, tenants: 5, part: 0.1),
        Group(name: "rejudge", priority: 3, tenants: 2, part: 0.05),
    ]
    /// How long a worker lives, in minutes, on average; then it is away for two.
    let lifetime = 120.0
    /// The part of the workers that needs twice the time.
    let slow = 0.03
    /// The part of the jobs that fail, worth trying again.
    let failing = 0.002
    /// How long a lease lasts, in seconds.
    let lease = 60.0
    /// How often jobs are given out, in seconds.
    let round = 0.01
    /// What asking for a job and bringing its result take on the way, in seconds.
    let way = 0.005

    mutating func read(_ arguments: some Sequence<String>) throws {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            guard let number = rest.next().flatMap(Double.init), number > 0 else {
                throw UsageError(message: "\(argument) needs a number greater than zero")
            }
            switch argument {
            case "--scale": scale = number
            case "--workers": workers = Int(number)
            case "--seed": seed = UInt64(number)
            default: throw UsageError(message: "there is no option \(argument); they are --scale, --workers, --seed")
            }
        }
        workers = max(1, Int(Double(workers) * scale))
        rate *= scale
    }

    /// Submissions a second, at a time in seconds.
    func rate(at time: Double) -> Double {
        let minute = time / 60
        guard minute < last else { return 0 }
        return (rush.contains(minute) ? 10 : 1) * rate / 60
    }
}
