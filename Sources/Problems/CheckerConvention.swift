/// How a package's checker is called, and how it answers, where that is not as the ICPC's formats say.
///
/// | convention | called as `checker …` | answers by |
/// |---|---|---|
/// | ``testlib`` | input output answer | exit status 0, 1 or more, and the first words on standard error |
/// | ``uoj`` | input output answer | as `testlib`, but `points 0.4` are a part, in hundredths |
/// | ``hydro`` | input output answer | as `testlib`, but `points 0.4` and `points 40` are the same part |
/// | ``dmoj`` | input output answer | exit status 0 or 1; standard output says why |
/// | ``dmojTestlib`` | input output answer | exit status 0, 1, 2, 3 or 7 (`points 5`); standard output says why |
/// | ``coci`` | input output answer | as `dmojTestlib`, but 7 goes with `partial 2/5` |
/// | ``peg`` | answer output input | exit status 0 or 1; two lines with numbers are a fraction |
/// | ``cms`` | input answer output | the first line of standard output, from 0 to 1 |
/// | ``hustoj`` | input answer output | exit status 0, or another one |
/// | ``qduoj`` | input output | exit status 0 or 1 |
/// | ``lemon`` | input output answer 100 score report | the file `score`, from 0 to 100 |
/// | ``syzoj`` | (nothing) | standard output, from 0 to 100 |
///
/// A checker by SYZOJ's convention finds the files `input`, `answer` and `user_out` in its working directory. The file `code`, with
/// the submission's source, is not there.
public struct CheckerConvention: Hashable, Sendable {
    /// How an answer is read.
    public enum Answer: String, Hashable, Sendable, CaseIterable {
        case testlib, uoj, hydro, dmoj, coci, peg, cms, hustoj, qduoj, lemon, syzoj
        case dmojTestlib = "dmoj-testlib"
    }

    /// How its answer is read.
    public var answer: Answer
    /// Whether points that it gives are hundredths of the test case's own; by testlib's convention.
    public var pointsArePercent: Bool
    /// What a checker is called with. `{input}`, `{output}`, `{answer}`, `{score}` and `{report}` stand for paths.
    public var checkerArguments: [String]
    /// What an interactor is called with. Its `{output}` is what it writes for the checker.
    public var interactorArguments: [String]

    /// The convention by which an answer is read in that way, with its arguments unless others are given.
    public init(
        _ answer: Answer, pointsArePercent: Bool = false, checkerArguments: [String]? = nil,
        interactorArguments: [String]? = nil
    ) {
        self.answer = answer
        self.pointsArePercent = pointsArePercent
        self.checkerArguments = checkerArguments ?? answer.checkerArguments
        self.interactorArguments = interactorArguments ?? answer.interactorArguments
    }
}

extension CheckerConvention {
    /// Whether an output that gets nothing of the points is still a right one: with DMOJ a part of the points is never a
    /// rejection, however small.
    public var isNothingAccepted: Bool { answer == .coci || answer == .dmojTestlib }
}

extension CheckerConvention.Answer {
    fileprivate var checkerArguments: [String] {
        switch self {
        case .testlib, .uoj, .hydro, .dmoj, .dmojTestlib, .coci: ["{input}", "{output}", "{answer}"]
        case .peg: ["{answer}", "{output}", "{input}"]
        case .cms, .hustoj: ["{input}", "{answer}", "{output}"]
        case .qduoj: ["{input}", "{output}"]
        case .syzoj: []
        case .lemon: ["{input}", "{output}", "{answer}", "100", "{score}", "{report}"]
        }
    }

    fileprivate var interactorArguments: [String] {
        switch self {
        case .dmoj, .coci, .peg: ["{input}", "{answer}"]
        case .testlib, .uoj, .hydro, .dmojTestlib, .cms, .hustoj, .qduoj, .lemon, .syzoj:
            ["{input}", "{output}", "{answer}"]
        }
    }
}
