public import Events

/// How the judging of a generation ended, without its test cases.
public struct Conclusion: Hashable, Sendable {
    /// The judgement.
    public let judged: SubmissionJudged
    /// What came of compiling; nil if that was never tried.
    public let built: LoggedBuildResult?
    /// The limits that held; nil if nothing was run.
    public let limits: LoggedTestLimits?
    /// The workers that judged, by name.
    public let workers: [String]
    /// The layers of the sandbox that held all runs.
    public let layers: [String]
}

extension SubmissionState {
    /// How the newest generation ended; nil while it goes on.
    public var conclusion: Conclusion? {
        guard let judged else { return nil }
        let ordered = batches.sorted { $0.key < $1.key }.map(\.value)
        var workers = ordered.map(\.worker) + answers.values.map(\.worker)
        if let built { workers.append(built.worker) }
        return Conclusion(
            judged: judged, built: built?.result, limits: ordered.first?.limits, workers: Set(workers).sorted(),
            layers: ordered.first?.result.layers ?? [])
    }
}
