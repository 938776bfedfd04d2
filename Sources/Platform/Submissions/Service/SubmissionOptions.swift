package import Units

/// How much people may hand in, and how long the fleet may take.
package struct SubmissionOptions: Sendable {
    /// The most bytes that the files of one submission have together.
    package var largest = ByteCount.kibibytes(100)
    /// The most files of one submission.
    package var files = 32
    /// How often somebody may hand in within a minute, at each coordinator.
    package var minute = 10
    /// How often somebody may hand in within a day, at all coordinators.
    package var day = 100
    /// How long the fleet may take until an admin is to see it.
    package var patience = Duration.seconds(300)
    /// How many submissions are judged anew together at most.
    package var rejudgedTogether = 10_000
    /// How many submissions of one such set the fleet has at once.
    package var rejudgedAtOnce = 32
    /// How many such sets of one contest may wait to be decided about.
    package var openRejudgings = 20

    /// The defaults.
    package init() {}
}
