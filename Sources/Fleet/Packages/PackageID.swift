public import FoundationEssentials
import Units

/// Names a problem package: the SHA-256 of its encoded ``FileManifest``. As text, 64 hexadecimal digits.
public struct PackageID: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The package that these bytes name; nil if they are not 32.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The package that 64 lower-case hexadecimal digits name; nil if `text` is anything else.
    public init?(_ text: String) {
        let digits = text.utf8.compactMap { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard text.utf8.count == 64, digits.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// As messages carry it.
    public var data: Data { Data(bytes) }
}

extension PackageID: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public var description: String { bytes.hexadecimal }
}
