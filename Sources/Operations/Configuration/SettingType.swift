public import SystemPackage
public import Units

/// How values of one type are written and read.
public struct SettingType<Value: Sendable>: Sendable {
    /// What may be written, for people: `duration (30s, 500ms, 2m)`.
    public let name: String
    let parse: @Sendable (SettingText) -> Value?
    let format: @Sendable (Value) -> SettingText

    /// A type whose values are written as one text.
    ///
    /// - Parameters:
    ///   - name: What may be written; it continues "must be".
    ///   - parse: The value of a text; nil if it is none.
    ///   - format: The text of a value, which `parse` reads back.
    public init(
        _ name: String, parse: @escaping @Sendable (String) -> Value?, format: @escaping @Sendable (Value) -> String
    ) {
        self.name = name
        self.parse = { raw in
            guard case .text(let text) = raw else { return nil }
            return parse(text)
        }
        self.format = { .text(format($0)) }
    }

    private init(
        name: String, parse: @escaping @Sendable (SettingText) -> Value?,
        format: @escaping @Sendable (Value) -> SettingText
    ) {
        self.name = name
        self.parse = parse
        self.format = format
    }

    /// What `type` reads, or `word`, which stands for nil: `.optional(.address, "off")`.
    public static func optional<Some: Sendable>(_ type: SettingType<Some>, _ word: String) -> Self
    where Value == Some? {
        SettingType(
            name: "\(type.name) or \(word)",
            parse: { raw in raw == .text(word) ? .some(nil) : type.parse(raw).map { .some($0) } },
            format: { $0.map(type.format) ?? .text(word) })
    }
}

extension SettingType where Value == String {
    /// Any text but an empty one.
    public static var string: Self {
        SettingType("text", parse: { $0.isEmpty ? nil : $0 }, format: { $0 })
    }
}

extension SettingType where Value == [String] {
    /// A list of texts; in a variable or a flag with commas between them.
    public static var list: Self {
        SettingType(
            name: "a list",
            parse: { raw in
                switch raw {
                case .list(let texts): texts
                case .text(let text): text.split(separator: ",").map { String($0.trimmingSpaces) }
                }
            },
            format: { .list($0) })
    }
}

extension SettingType where Value == Int {
    /// A decimal integer of `range`.
    public static func integer(in range: ClosedRange<Int>) -> Self {
        SettingType(
            "an integer from \(range.lowerBound) to \(range.upperBound)",
            parse: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }, format: { "\($0)" })
    }
}

extension SettingType where Value == Bool {
    /// `true` or `false`.
    public static var boolean: Self {
        SettingType("true or false", parse: { Bool($0) }, format: { "\($0)" })
    }
}

extension SettingType where Value == Duration {
    /// A time in `ms`, `s`, `m`, `h` or `d`, of `range`.
    public static func duration(in range: ClosedRange<Duration> = .zero ... .seconds(86_400 * 365)) -> Self {
        SettingType(
            "a duration such as 500ms, 30s, 5m, 12h or 90d, from \(text(of: range.lowerBound)) to \(text(of: range.upperBound))",
            parse: { text in Duration(parsing: text).flatMap { range.contains($0) ? $0 : nil } }, format: text(of:))
    }

    /// The largest of `d`, `h`, `m`, `s`, `ms`, `us` and `ns` that says it without a fraction.
    private static func text(of duration: Duration) -> String {
        let nanoseconds = duration.nanoseconds
        let units: [(String, Int64)] = [
            ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000),
            ("ms", 1_000_000), ("us", 1_000),
        ]
        guard let unit = units.first(where: { nanoseconds % $0.1 == 0 }), nanoseconds != 0 else {
            return nanoseconds == 0 ? "0s" : "\(nanoseconds)ns"
        }
        return "\(nanoseconds / unit.1)\(unit.0)"
    }
}

extension SettingType where Value == ByteCount {
    /// A number of bytes, at least `minimum`.
    public static func byteCount(atLeast minimum: ByteCount = ByteCount(0)) -> Self {
        SettingType(
            "a size such as 64MiB or 2GiB" + (minimum.bytes > 0 ? ", at least \(text(of: minimum))" : ""),
            parse: { text in ByteCount(parsing: text).flatMap { $0 >= minimum ? $0 : nil } }, format: text(of:))
    }

    /// The largest unit that says it without a fraction.
    private static func text(of count: ByteCount) -> String {
        for (name, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] as [(String, Int64)]
        where count.bytes >= 1 << shift && count.bytes & ((1 << shift) - 1) == 0 {
            return "\(count.bytes >> shift)\(name)"
        }
        return "\(count.bytes)"
    }
}

extension SettingType where Value == FilePath {
    /// The path of a file or directory. A relative one begins at the daemon's working directory.
    public static var path: Self {
        SettingType("a path", parse: { $0.isEmpty ? nil : FilePath($0) }, format: { $0.string })
    }
}

extension SettingType where Value == HostPort {
    /// A host and a port: `127.0.0.1:9464`.
    public static var address: Self {
        SettingType("an address such as 127.0.0.1:9464", parse: HostPort.init(parsing:), format: { $0.description })
    }
}

extension SettingType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of the enumeration's raw values.
    public static var choice: Self {
        SettingType(
            Value.allCases.map(\.rawValue).joined(separator: " or "), parse: { Value(rawValue: $0) },
            format: { $0.rawValue })
    }
}

extension StringProtocol {
    /// Without the spaces at either end.
    fileprivate var trimmingSpaces: SubSequence {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return self[endIndex...]
        }
        return self[first...last]
    }
}
