/// What corrects errors in codewords: the remainder of a division of polynomials over the field of 256 elements. Pure.
enum ReedSolomon {
    /// The codewords that correct errors of `data`.
    static func correction(of data: some Sequence<UInt8>, count: Int) -> [UInt8] {
        let divisor = divisor(count)
        var rest = [UInt8](repeating: 0, count: count)
        for byte in data {
            let factor = byte ^ rest.removeFirst()
            rest.append(0)
            for place in 0..<count { rest[place] ^= product(divisor[place], factor) }
        }
        return rest
    }

    /// The product of (x - 2⁰) … (x - 2ⁿ⁻¹), the highest power first, without that one, whose factor is 1.
    private static func divisor(_ degree: Int) -> [UInt8] {
        var factors = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                factors[place] = product(factors[place], root)
                if place + 1 < degree { factors[place] ^= factors[place + 1] }
            }
            root = product(root, 2)
        }
        return factors
    }

    /// The product in the field of x⁸ + x⁴ + x³ + x² + 1.
    static func product(_ one: UInt8, _ other: UInt8) -> UInt8 {
        var product: UInt8 = 0
        for bit in (0..<8).reversed() {
            product = product << 1 ^ (product >> 7) * 0x1D
            product ^= (other >> UInt8(bit) & 1) * one
        }
        return product
    }
}
