/// The modules of a code, as it is drawn: first what is the same in all of a version, then what it says, then a mask. Pure.
struct QRDrawing: Sendable {
    let size: Int
    private(set) var modules: [Bool]
    /// Which modules say nothing: no mask changes them.
    private var isFixed: [Bool]

    /// What is the same in all codes of a version.
    init(_ version: QRVersion) {
        size = version.size
        modules = Array(repeating: false, count: size * size)
        isFixed = modules
        for place in 0..<size {
            fix(6, place, place % 2 == 0)
            fix(place, 6, place % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { addFinder(x, y) }
        let places = version.alignments
        for x in places {
            for y in places where !isFinder(x, y) { addSquare(x, y, 2) { $0 != 1 } }
        }
        addFormat(0)
        if version.number > 6 { addNumber(version.number) }
    }

    private func isFinder(_ x: Int, _ y: Int) -> Bool {
        (x < 9 && y < 9) || (x < 9 && y > size - 9) || (x > size - 9 && y < 9)
    }

    private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
        modules[y * size + x] = isDark
        isFixed[y * size + x] = true
    }

    /// Squares around a centre, each dark or light by its distance from there.
    private mutating func addSquare(_ x: Int, _ y: Int, _ radius: Int, isDark: (Int) -> Bool) {
        for dy in -radius...radius {
            for dx in -radius...radius
            where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
                fix(x + dx, y + dy, isDark(max(abs(dx), abs(dy))))
            }
        }
    }

    private mutating func addFinder(_ x: Int, _ y: Int) { addSquare(x, y, 4) { $0 != 2 && $0 != 4 } }

    /// Says, twice, that the level is M, and which mask there is.
    private mutating func addFormat(_ mask: Int) {
        var rest = mask
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ place: Int) -> Bool { bits >> place & 1 == 1 }
        for place in 0..<6 { fix(8, place, bit(place)) }
        fix(8, 7, bit(6))
        fix(8, 8, bit(7))
        fix(7, 8, bit(8))
        for place in 9..<15 { fix(14 - place, 8, bit(place)) }
        for place in 0..<8 { fix(size - 1 - place, 8, bit(place)) }
        for place in 8..<15 { fix(8, size - 15 + place, bit(place)) }
        fix(8, size - 8, true)
    }

    /// Says, twice, which version it is.
    private mutating func addNumber(_ number: Int) {
        var rest = number
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = number << 12 | rest
        for place in 0..<18 {
            let (far, near) = (size - 11 + place % 3, place / 3)
            fix(far, near, bits >> place & 1 == 1)
            fix(near, far, bits >> place & 1 == 1)
        }
    }

    /// Draws codewords: in columns of two, from the right to the left, up and down in turns.
    mutating func place(_ codewords: [UInt8]) {
        var place = 0
        for right in stride(from: size - 1, through: 1, by: -2) {
            // The column of the timing pattern is none of them.
            let right = right <= 6 ? right - 1 : right
            let isUpward = (right + 1) & 2 == 0
            for step in 0..<size {
                let y = isUpward ? size - 1 - step : step
                for x in [right, right - 1] where !isFixed[y * size + x] && place < codewords.count * 8 {
                    modules[y * size + x] = codewords[place / 8] >> UInt8(7 - place % 8) & 1 == 1
                    place += 1
                }
            }
        }
    }

    /// The same with that mask on what it says.
    func masked(_ mask: Int) -> QRDrawing {
        var drawing = self
        for y in 0..<size {
            for x in 0..<size where !isFixed[y * size + x] && Self.inverts(mask, x, y) {
                drawing.modules[y * size + x].toggle()
            }
        }
        drawing.addFormat(mask)
        return drawing
    }

    private static func inverts(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }
}
