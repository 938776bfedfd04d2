import Reporting

/// Keeps a few changing lines at the bottom of a terminal, below what has been printed for good.
struct LivePainter {
    private let output: Output
    private let isActive: Bool
    private let clock = ContinuousClock()
    private var painted = 0
    private var lastPaint: ContinuousClock.Instant?

    /// Paints on `output` if it is a terminal; otherwise does nothing.
    init(on output: Output) {
        self.output = output
        isActive = Terminal.isInteractive(output)
    }

    /// Shows `table` in place of what is shown, unless that is younger than a twentieth of a second.
    mutating func paint(_ table: LiveTable) {
        paint { table.lines(width: $0) }
    }

    /// Shows the lines that `lines` gives for a width, as ``paint(_:)`` does.
    mutating func paint(_ lines: (_ width: Int) -> [String]) {
        guard isActive else { return }
        if let lastPaint, clock.now - lastPaint < .milliseconds(50), painted > 0 { return }
        let lines = lines(Terminal.width(of: output) - 1)
        output.tryWrite(erasing + lines.joined(separator: "\n") + "\n")
        painted = lines.count
        lastPaint = clock.now
    }

    /// Takes the changing lines away, so that something can be printed where they were.
    mutating func erase() {
        guard isActive, painted > 0 else { return }
        output.tryWrite(erasing)
        painted = 0
    }

    /// Up to the first painted line, and everything below cleared (ECMA-48 CPL, ED).
    private var erasing: String { painted > 0 ? "\u{1b}[\(painted)F\u{1b}[J" : "" }
}
