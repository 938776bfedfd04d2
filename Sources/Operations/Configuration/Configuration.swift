/// The settings of a daemon as one value.
///
/// The value's own initializer says the defaults, ``settings`` declares each of its properties once, and
/// ``Settings/load(_:file:environment:prefix:overrides:)`` reads them:
///
///     struct WorkerConfiguration: Configuration {
///         var slots = 4
///         var cacheSize = ByteCount.gibibytes(4)
///         var operations = OperationsConfiguration()
///
///         static let settings: [Setting<Self>] = [
///             Setting(\.slots, "slots", .integer(in: 1...1024), "how many runs at a time"),
///             Setting(\.cacheSize, "cache.size", .byteCount, "how much test data is kept on disk"),
///         ] + Setting.group(\.operations)
///     }
///
/// A setting's name gives its place everywhere: `cache.size` is the key `size` below `cache` in the file, the variable
/// `VERDICT_WORKER_CACHE_SIZE`, and the flag `--cache-size`.
public protocol Configuration: Sendable {
    /// Everything as it is when nobody sets anything.
    init()

    /// The declarations, in the order in which files and reports show them.
    static var settings: [Setting<Self>] { get }

    /// What is wrong between settings that are each right, in words that end in what to do.
    var contradictions: [String] { get }
}

extension Configuration {
    /// Nothing.
    public var contradictions: [String] { [] }
}

extension Configuration {
    /// Every setting as it is, for people: its name, its value, and what it is for.
    public var shown: [(name: String, value: String, summary: String)] {
        Self.settings.map { ($0.name, $0.show(self).description, $0.summary) }
    }
}
