/// A QR code (ISO/IEC 18004) of bytes, of which about an eighth may be lost (level M). Pure.
///
/// Versions 1 to 15 are made: up to 412 bytes, which is more than an app's address has.
package struct QRCode: Hashable, Sendable {
    /// The most bytes that one can say.
    package static let longest = QRVersion.all.last?.capacity ?? 0

    /// How many modules wide and high it is, without the light margin around it.
    package let size: Int
    /// Row after row, which modules are dark.
    private let modules: [Bool]

    /// The code that says these bytes; nil if they are more than ``longest``.
    package init?(_ bytes: [UInt8]) { self.init(bytes, atLeast: 1, mask: nil) }

    /// The code that says these bytes, in the smallest version that can.
    /// - Parameters:
    ///   - bytes: what it says.
    ///   - version: the smallest version that is wanted.
    ///   - mask: how it is masked; nil: as scanners read it best.
    init?(_ bytes: [UInt8], atLeast version: Int, mask: Int?) {
        guard
            let version = QRVersion.all.first(where: { $0.number >= version && $0.capacity >= bytes.count })
        else { return nil }
        var drawing = QRDrawing(version)
        drawing.place(version.codewords(of: bytes))
        if let mask {
            drawing = drawing.masked(mask)
        } else {
            let all = (0..<8).map { drawing.masked($0) }
            drawing = all.min { $0.penalty < $1.penalty } ?? drawing
        }
        (size, modules) = (drawing.size, drawing.modules)
    }

    /// Whether a module is dark; those around it are light.
    package subscript(x: Int, y: Int) -> Bool {
        (0..<size).contains(x) && (0..<size).contains(y) && modules[y * size + x]
    }
}
