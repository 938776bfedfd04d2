public import Logging

/// What a daemon needs to be operated.
public enum Operations {}

extension Operations {
    /// Makes every logger of the process write lines to standard error, whole ones, one after the other. Once a process,
    /// before the first logger is made.
    ///
    /// Under systemd, where standard error is the journal, lines begin with their priority and have no time, which the
    /// journal notes itself.
    ///
    /// - Parameters:
    ///   - level: The least severe level that is logged.
    ///   - format: How lines are written.
    ///   - environment: Where `JOURNAL_STREAM` is looked up.
    ///   - metadataProvider: Metadata that every line has.
    public static func bootstrapLogging(
        level: LogLevel = .info, format: LogFormat = .text, environment: [String: String],
        metadataProvider: Logger.MetadataProvider? = nil
    ) {
        let toJournal = JournalStream.isStandardError(variable: environment["JOURNAL_STREAM"])
        LoggingSystem.bootstrap(
            { label, provider in
                LineLogHandler(
                    label: label, format: format, toJournal: toJournal, sink: .standardError, logLevel: level.level,
                    metadataProvider: provider)
            }, metadataProvider: metadataProvider)
    }

    /// The environment of this process (`environ(7)`), for ``Settings/load(_:file:environment:prefix:overrides:)``.
    public static var environment: [String: String] { ProcessEnvironment.all }
}
