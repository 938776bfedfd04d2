import Wire

/// Says when the coordinator is gone and when it is back, once each.
struct ConnectionNotices {
    private var isKnown = false
    private var isGone = false

    /// Takes in how the connection stands; returns what to say of it.
    mutating func take(_ state: ClientState) -> String? {
        switch state {
        case .ready:
            defer { (isKnown, isGone) = (true, false) }
            return isGone ? "coordinator is back" : nil
        case .idle, .waiting:
            // Before the first connection there is nothing that could be gone.
            guard isKnown, !isGone else { return nil }
            isGone = true
            return "coordinator gone, waiting"
        case .connecting, .closed: return nil
        }
    }
}
