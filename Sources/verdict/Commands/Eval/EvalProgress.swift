import Reporting
import Units

/// How far an evaluation is: a line that changes on a terminal, now and then a line elsewhere.
struct EvalProgress {
    /// How often it is told where lines stay.
    private static let pause = Duration.seconds(10)

    private let total: Int
    private let start = ContinuousClock.now
    private var told = ContinuousClock.now
    private var painter = LivePainter(on: .error)
    private let isLive = Terminal.isInteractive(.error)
    private var finished = 0
    private var passed = 0
    private var skipped = 0

    /// Nothing of about `total` samples is done.
    init(total: Int) {
        self.total = total
    }

    /// How long it takes so far, in seconds.
    var seconds: Double { (ContinuousClock.now - start).inSeconds }

    /// `164 samples in 2.310 s, 71.0 a second`.
    var rateText: String {
        "\(finished) evaluated in \(Duration.decimalSeconds(seconds).secondsText), \(rate) a second"
    }

    /// A sample's result was known.
    mutating func skip() { skipped += 1 }

    /// A sample was evaluated.
    mutating func finish(isPassed: Bool) {
        finished += 1
        passed += isPassed ? 1 : 0
        if isLive {
            let text = text
            let (done, total) = (finished + skipped, max(total, finished + skipped))
            painter.paint { width in [ProgressBar.line(text, done: done, of: total, width: width)] }
        } else if ContinuousClock.now - told >= Self.pause {
            told = .now
            Output.error.tryWrite("verdict: \(finished + skipped) of \(total) samples  \(text)\n")
        }
    }

    /// Says something for good, above what changes.
    mutating func say(_ text: String) {
        painter.erase()
        Output.error.tryWrite("verdict: " + PrintableText.line(text) + "\n")
    }

    /// Takes away what changes.
    mutating func erase() { painter.erase() }

    private var text: String {
        let rest = max(0, total - skipped - finished)
        let left = finished > 0 ? Int(seconds / Double(finished) * Double(rest)) : 0
        let time = left >= 60 ? "\(left / 60) min \(left % 60) s" : "\(left) s"
        return "\(passed) passed, \(rate) a second, \(time) left"
    }

    private var rate: String {
        let tenths = Int(Double(finished) / max(seconds, 0.001) * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
