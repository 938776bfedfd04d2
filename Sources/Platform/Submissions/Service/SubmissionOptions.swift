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

    /// The defaults.
    package init() {}
}
