import Synchronization

/// Which cell serves whom: decides, and does nothing itself.
///
/// At most `parallelism` runs go on at once; who comes later waits in order. Idle cells are kept for the next run of the
/// same configuration, the longest unused being given up when there are too many.
struct CellPoolState<Cell: Sendable> {
    /// What whoever asked shall do.
    enum Admission {
        /// Run now.
        case admitted
        /// Wait; somebody's release lets it go on.
        case queued
        case closed
    }

    private let parallelism: Int
    private let capacity: Int
    private var running = 0
    private var waiting: [Int] = []
    private var idle: [(configuration: CellConfiguration, cell: Cell)] = []
    private(set) var isClosed = false

    init(parallelism: Int, capacity: Int) {
        self.parallelism = parallelism
        self.capacity = capacity
    }

    /// Whether nothing runs and nobody waits.
    var isQuiet: Bool { running == 0 && waiting.isEmpty }

    /// Asks for a place; `ticket` names who asks.
    mutating func enter(_ ticket: Int) -> Admission {
        guard !isClosed else { return .closed }
        if enterAtOnce() { return .admitted }
        waiting.append(ticket)
        return .queued
    }

    /// Takes a place if there is one and nobody waits for it.
    mutating func enterAtOnce() -> Bool {
        guard !isClosed, running < parallelism, waiting.isEmpty else { return false }
        running += 1
        return true
    }

    /// Gives up waiting. False if the place had been given already.
    mutating func leaveQueue(_ ticket: Int) -> Bool {
        guard let index = waiting.firstIndex(of: ticket) else { return false }
        waiting.remove(at: index)
        return true
    }

    /// Gives a place back; returns whose turn it is.
    mutating func exit() -> Int? {
        guard !waiting.isEmpty else {
            running -= 1
            return nil
        }
        return waiting.removeFirst()
    }

    /// A warm cell of this configuration, now the caller's.
    mutating func take(_ configuration: CellConfiguration) -> Cell? {
        guard let index = idle.lastIndex(where: { $0.configuration == configuration }) else { return nil }
        return idle.remove(at: index).cell
    }

    /// Keeps a cell for later; returns one to end if there are too many.
    mutating func put(_ cell: Cell, _ configuration: CellConfiguration) -> Cell? {
        guard !isClosed else { return cell }
        idle.append((configuration, cell))
        return idle.count > capacity ? idle.removeFirst().cell : nil
    }

    /// Lets nobody in any more; returns those who wait and the cells to end.
    mutating func close() -> (waiting: [Int], idle: [Cell]) {
        isClosed = true
        defer { (waiting, idle) = ([], []) }
        return (waiting, idle.map(\.cell))
    }
}
