/// A number of bytes, never negative in what Verdict measures or limits.
public struct ByteCount: Hashable, Comparable, Sendable {
    /// The count, in bytes.
    public var bytes: Int64

    /// A count of `bytes` bytes.
    public init(_ bytes: Int64) {
        self.bytes = bytes
    }

    /// `count` KiB (1024 bytes each).
    public static func kibibytes(_ count: Int64) -> ByteCount { ByteCount(count << 10) }

    /// `count` MiB (1024 KiB each).
    public static func mebibytes(_ count: Int64) -> ByteCount { ByteCount(count << 20) }

    /// `count` GiB (1024 MiB each).
    public static func gibibytes(_ count: Int64) -> ByteCount { ByteCount(count << 30) }

    /// The count in whole KiB, rounded up.
    public var kibibytes: Int64 { (bytes + 1023) >> 10 }

    /// The count in whole MiB, rounded up.
    public var mebibytes: Int64 { (bytes + (1 << 20) - 1) >> 20 }

    /// Orders counts by size.
    public static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

    /// The sum of two counts.
    public static func + (left: ByteCount, right: ByteCount) -> ByteCount { ByteCount(left.bytes + right.bytes) }

    /// The difference of two counts, which may be negative.
    public static func - (left: ByteCount, right: ByteCount) -> ByteCount { ByteCount(left.bytes - right.bytes) }
}

extension ByteCount {
    private static let suffixes: [(name: String, shift: Int64)] = [
        ("KiB", 10), ("MiB", 20), ("GiB", 30), ("K", 10), ("M", 20), ("G", 30), ("B", 0),
    ]

    /// Reads `256MiB`, `64KiB`, `2GiB`, `512M` or a plain number of bytes; nil if `text` is none of these, or 1 PiB or
    /// more, which no machine has.
    public init?(parsing text: String) {
        let suffix = Self.suffixes.first { text.hasSuffix($0.name) }
        let digits = text.dropLast(suffix?.name.count ?? 0)
        guard let number = Int64(digits), number >= 0 else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: 1 << (suffix?.shift ?? 0))
        guard !overflow, product < 1 << 50 else { return nil }
        self.init(product)
    }
}

extension ByteCount: CustomStringConvertible {
    /// The largest unit that shows the count exactly or to one decimal: `64 MiB`, `1.5 MiB`, `512 B`.
    public var description: String {
        for (name, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] as [(String, Int64)] where bytes >= 1 << shift {
            // In two parts: ten times the most there can be is more than there can be.
            let rest = bytes & ((1 << shift) - 1)
            let tenths = (bytes >> shift) * 10 + (rest * 10 + (1 << (shift - 1))) >> shift
            return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return "\(bytes) B"
    }
}

extension ByteCount {
    /// The count and `limit` as texts: in bytes where it is above the limit and both would look the same.
    public func texts(over limit: ByteCount) -> (value: String, limit: String) {
        guard self > limit, description == limit.description else { return (description, limit.description) }
        return ("\(bytes) B", "\(limit.bytes) B")
    }
}
