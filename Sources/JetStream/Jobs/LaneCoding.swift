import Storage
import Units

extension JobLane {
    /// The header that a job's lane is written in.
    static let header = "Verdict-Lane"

    /// The lane in characters that any header can have: the priority, then tenant and requirement in hexadecimal.
    var text: String { "\(priority).\(tenant.utf8.hexadecimal).\(requirement.utf8.hexadecimal)" }

    /// The lane that was written; nil if none was.
    init?(header text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let priority = UInt8(parts[0]), let tenant = Self.text(hexadecimal: parts[1]),
            let requirement = Self.text(hexadecimal: parts[2])
        else { return nil }
        self.init(priority: priority, tenant: tenant, requirement: requirement)
    }

    private static func text(hexadecimal: Substring) -> String? {
        let digits = hexadecimal.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == hexadecimal.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        return String(validating: bytes, as: UTF8.self)
    }
}
