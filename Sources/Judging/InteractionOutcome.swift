import Problems
import Sandbox

/// How a program and an interactor that talked with each other ended: what has to be known to say whose fault it is.
struct InteractionEnding: Hashable, Sendable {
    /// What the interactor's end says.
    enum Word: Hashable, Sendable, CaseIterable {
        case accepted
        case rejected
        /// It ended in a way that says nothing of the program: it crashed, or has a wrong exit status.
        case failed
        /// It broke a limit of its own, or did not end at all.
        case overItsLimits
    }

    /// How the program ended.
    enum End: Hashable, Sendable, CaseIterable {
        /// With status 0; or it was stopped, within its limits, because it had been rejected.
        case well
        /// It died of writing to a pipe that nobody reads any more.
        case brokenPipe
        /// It was still there when its time by the clock was up, and was stopped.
        case cutOff
        /// Any other failure of its own: another limit, a signal, an exit status.
        case failed
    }

    var interactor: Word
    var program: End
    /// Which of the two left the conversation first; the program is the first side. Nil if nobody knows.
    var leftFirst: Interaction.Side?
}

/// The rows of the table that says who is at fault when a program and an interactor have talked: each is named by what happened.
///
/// What one does can make the other fail: a program that has been rejected finds its input closed; an interactor that gets no
/// answer any more may crash. So it matters who left first. The rows are asked from the first to the last.
///
/// | row | the interactor | the program | left first | decides |
/// |---|---|---|---|---|
/// | ``programFailedFirst`` | failed, over its limits | any but well | program | the program's failure: Polygon |
/// | ``programCutOff`` | failed, over its limits | cut off | program | the program's failure: Kattis, ICPC |
/// | ``interactorOverItsLimits`` | over its limits | any | any | the interactor: judge error |
/// | ``interactorFailed`` | failed | any | any | the interactor: judge error |
/// | ``rejectedFirst`` | rejected | any | interactor | the interactor: wrong answer |
/// | ``pipeBroke`` | accepted, rejected | broken pipe | not the program | the interactor |
/// | ``programFailed`` | accepted, rejected | failed, cut off, broken pipe | any | the program's failure |
/// | ``bothEnded`` | accepted, rejected | well | any | the interactor |
///
/// (Sources: for Kattis problemtools, where a program that meets its wall limit takes the interactor with it, so that this says
/// nothing; DOMjudge's judgedaemon, which looks at the interactor's exit status first; Codeforces' blog, entry 5496, where a
/// program that failed first is judged by that alone.)
enum InteractionOutcome: String, Hashable, Sendable, CaseIterable {
    case programFailedFirst
    case programCutOff
    case interactorOverItsLimits
    case interactorFailed
    case rejectedFirst
    case pipeBroke
    case programFailed
    case bothEnded

    /// The row that holds for `ending` where the package's home is `home`.
    init(_ ending: InteractionEnding, in home: HomeSystem) {
        self = Self.allCases.first { $0.holds(for: ending, in: home) } ?? .bothEnded
    }

    /// Whether the program's own failure is what is said of it, and not the interactor's word.
    var isProgramsFailure: Bool {
        switch self {
        case .programFailedFirst, .programCutOff, .programFailed: true
        case .interactorOverItsLimits, .interactorFailed, .rejectedFirst, .pipeBroke, .bothEnded: false
        }
    }

    private func holds(for ending: InteractionEnding, in home: HomeSystem) -> Bool {
        let saysNothing = ending.interactor == .failed || ending.interactor == .overItsLimits
        let (program, first) = (ending.program, ending.leftFirst)
        return switch self {
        case .programFailedFirst: home == .polygon && saysNothing && first == .first && program != .well
        case .programCutOff:
            (home == .kattis || home == .icpc) && saysNothing && first == .first && program == .cutOff
        case .interactorOverItsLimits: ending.interactor == .overItsLimits
        case .interactorFailed: saysNothing
        case .rejectedFirst: ending.interactor == .rejected && first == .second
        case .pipeBroke: program == .brokenPipe && first != .first
        case .programFailed: program != .well
        case .bothEnded: true
        }
    }
}
