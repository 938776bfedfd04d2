/// Finds the version in what a compiler or interpreter says of itself.
public enum VersionNumber {
    /// The first number with a dot in it, and further parts; else the first number: `12.2.0` of
    /// `gcc (Debian 12.2.0-14+deb12u1) 12.2.0`. Nil if there is no number.
    public static func find(in text: String) -> String? {
        var first: String?
        var rest = text.utf8[...]
        while let start = rest.firstIndex(where: isDigit) {
            var number = rest[start...].prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
            rest = rest[number.endIndex...]
            while number.last == UInt8(ascii: ".") { number = number.dropLast() }
            let found = String(decoding: number, as: UTF8.self)
            if found.contains(".") { return found }
            first = first ?? found
        }
        return first
    }

    /// A version as semantic versioning writes it, with three numbers: `1.19.0` of `1.19`.
    public static func semantic(_ version: String) -> String {
        let parts = version.split(separator: ".").prefix(3).map { part in
            let digits = part.drop { $0 == "0" }
            return digits.isEmpty ? "0" : String(digits)
        }
        return (parts + Array(repeating: "0", count: 3 - parts.count)).joined(separator: ".")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
