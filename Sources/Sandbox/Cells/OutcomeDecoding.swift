extension Verdict_Cell_V1_Outcome {
    /// `Reply.outcome`'s number, and that it has a length (Protocol Buffers, encoding).
    private static let tag: UInt8 = 4 << 3 | 2

    /// An outcome from the bytes of a `Reply`, as every run ends with one, without the general parser's detours. Nil
    /// for everything else, which that one may read.
    init?(reply bytes: ArraySlice<UInt8>) {
        var rest = bytes
        guard rest.popFirst() == Self.tag, let size = Self.number(&rest), size == rest.count else { return nil }
        self.init()
        while !rest.isEmpty {
            guard let key = Self.number(&rest), key & 7 == 0, let value = Self.number(&rest) else { return nil }
            switch key >> 3 {
            case 1: hasStatus_p = value != 0
            case 2: waitStatus = Int32(truncatingIfNeeded: value)
            case 3: cpuNs = value
            case 4: userNs = value
            case 5: systemNs = value
            case 6: wallNs = value
            case 7: maxRssKib = value
            case 8: voluntarySwitches = value
            case 9: involuntarySwitches = value
            case 10: cpuLimitStruck = value != 0
            case 11: wallLimitStruck = value != 0
            case 12: stopped = value != 0
            case 13: hasCount_p = value != 0
            case 14: count = value
            case 15: pinned = value != 0
            case 16: lastCpuNs = value
            case 17: warm = value != 0
            case 18: worn = value != 0
            default: return nil
            }
        }
    }

    /// Takes one number, 7 bits a byte, the lowest first.
    private static func number(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
        }
        return nil
    }
}
