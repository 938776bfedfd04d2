/// One of several runs of a submission on a test case, which follow on each other.
public enum SuccessiveRun: String, Hashable, Sendable, CaseIterable {
    /// It reads standard input; what it writes comes of it.
    case alone
    /// It talks with the package's interactor, for whom what the run is to work on is the input; what that writes for the checker
    /// comes of it.
    case withInteractor = "with interactor"
}
