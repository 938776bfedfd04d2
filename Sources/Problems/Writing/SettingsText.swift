import Grading
import StrictYAML
import Units

/// What the formats with a `problem.yaml` write alike.
enum SettingsText {
    /// A name in English, or a name by language.
    static func names(_ problem: Problem) -> YAMLText {
        let names = problem.about.names
        guard names.keys.contains(where: { $0 != "en" }) else {
            return .text(names["en"] ?? problem.name ?? problem.shortName)
        }
        return .mapping(names.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) })
    }

    /// An entry if there is a text.
    static func entry(_ key: String, _ text: String?) -> [YAMLText.Entry] {
        text.map { [.init(key, .text($0))] } ?? []
    }

    /// Sizes that differ from `standard`: MiB, and KiB for `code`.
    static func sizes(_ limits: ProblemLimits, unlike standard: ProblemLimits, _ draft: PackageDraft) -> [YAMLText
        .Entry]
    {
        func entry(_ key: String, _ size: KeyPath<ProblemLimits, ByteCount>, _ unit: ByteCount = .mebibytes(1))
            -> [YAMLText.Entry]
        {
            let bytes = limits[keyPath: size].bytes
            guard limits[keyPath: size] != standard[keyPath: size] else { return [] }
            let count = (bytes + unit.bytes - 1) / unit.bytes
            if count * unit.bytes != bytes {
                draft.note(
                    "\(key) becomes \(ByteCount(count * unit.bytes)), as the format has whole numbers of \(unit)")
            }
            return [.init(key, .number(count))]
        }
        return entry("memory", \.memory) + entry("output", \.output) + entry("code", \.code, .kibibytes(1))
            + entry("compilation_memory", \.compilationMemory) + entry("validation_memory", \.validationMemory)
            + entry("validation_output", \.validationOutput)
    }

    /// Times that differ from `standard`.
    /// - Parameter isWhole: whether the format has whole seconds only.
    static func times(
        _ limits: ProblemLimits, unlike standard: ProblemLimits, isWhole: Bool, _ draft: PackageDraft
    ) -> [YAMLText.Entry] {
        func entry(_ key: String, _ time: KeyPath<ProblemLimits, Duration>) -> [YAMLText.Entry] {
            let limit = limits[keyPath: time]
            guard limit != standard[keyPath: time] else { return [] }
            let seconds = limit.inSeconds.rounded(.up)
            guard isWhole || Duration.decimalSeconds(seconds) == limit else {
                return [.init(key, .literal(limit.decimalText))]
            }
            if Duration.decimalSeconds(seconds) != limit {
                draft.note("\(key) becomes \(Int64(seconds)) s, as the format has whole seconds")
            }
            return [.init(key, .number(Int64(seconds)))]
        }
        return entry("compilation_time", \.compilationTime) + entry("validation_time", \.validationTime)
    }

    /// How often a submission may run on a test case.
    static func passes(_ problem: Problem) -> [YAMLText.Entry] {
        guard case .custom(let custom) = problem.validation, let passes = custom.passes, passes != 2 else { return [] }
        return [.init("validation_passes", .number(passes))]
    }

    /// The score as a decimal; nil if it has none of at most twelve places.
    static func decimal(_ score: Score) -> String? {
        let text = score.text(places: 12)
        return Score(parsing: text) == score ? text : nil
    }
}

extension Duration {
    /// The seconds as a decimal, exact to the nanosecond: `2.5`.
    var decimalText: String {
        let nanoseconds = self.nanoseconds
        let fraction = "\(nanoseconds % 1_000_000_000)"
        let digits = String(repeating: "0", count: 9 - fraction.count) + fraction
        let places = digits.prefix(9 - digits.reversed().prefix { $0 == "0" }.count)
        return "\(nanoseconds / 1_000_000_000)" + (places.isEmpty ? "" : ".\(places)")
    }
}
