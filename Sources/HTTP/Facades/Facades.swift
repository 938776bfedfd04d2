/// What the APIs of other systems have in common here.
enum Facades {
    /// How many runs of one tenant are given to the coordinator at once by each API: fewer than it takes.
    static let atOnce = 24
    /// How many requests may wait for that in each API.
    static let mostWaiting = 4096
}
