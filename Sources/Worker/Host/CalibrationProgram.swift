/// A program of a fixed amount of work, for every worker the same instructions: 25 million rounds of a 64-bit xorshift
/// generator (Marsaglia, 2003), each step of which needs the one before.
///
/// It is put together here as a static ELF file (`elf(5)`), so that no compiler, and no version of one, has a part in what
/// is measured. It tells how fast a core computes, not how fast its memory is.
enum CalibrationProgram {
    private static let rounds: UInt32 = 25_000_000
    private static let seed: UInt16 = 0x2545
    private static let address: UInt64 = 0x400000
    private static let headerSize = 64 + 56

    /// The program as a file; nil for a processor that it is not written for.
    static var file: [UInt8]? {
        guard let program else { return nil }
        let (machine, code) = program
        let size = UInt64(headerSize + code.count)
        var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0, count: 8)
        // ET_EXEC, the machine, EV_CURRENT; entry; program headers behind this one; no sections, no flags.
        file += bytes(UInt16(2)) + bytes(machine) + bytes(UInt32(1))
        file += bytes(address + UInt64(headerSize)) + bytes(UInt64(64)) + bytes(UInt64(0)) + bytes(UInt32(0))
        file += bytes(UInt16(64)) + bytes(UInt16(56)) + bytes(UInt16(1)) + [UInt8](repeating: 0, count: 6)
        // PT_LOAD, read and execute: the whole file.
        file += bytes(UInt32(1)) + bytes(UInt32(5)) + bytes(UInt64(0)) + bytes(address) + bytes(address)
        file += bytes(size) + bytes(size) + bytes(UInt64(0x1000))
        return file + code
    }

    #if arch(x86_64)
        private static var program: (machine: UInt16, bytes: [UInt8])? {
            let setUp = [0xb8] + bytes(UInt32(seed)) + [0xb9] + bytes(rounds)  // mov eax, seed; mov ecx, rounds
            let round: [UInt8] = [
                0x48, 0x89, 0xc2, 0x48, 0xc1, 0xe2, 13, 0x48, 0x31, 0xd0,  // rdx = rax << 13; rax ^= rdx
                0x48, 0x89, 0xc2, 0x48, 0xc1, 0xea, 7, 0x48, 0x31, 0xd0,  // rdx = rax >> 7; rax ^= rdx
                0x48, 0x89, 0xc2, 0x48, 0xc1, 0xe2, 17, 0x48, 0x31, 0xd0,  // rdx = rax << 17; rax ^= rdx
                0xff, 0xc9, 0x75, 0xde,  // dec ecx; jnz to the round's begin
            ]
            let end: [UInt8] = [0x31, 0xff, 0xb8, 231, 0, 0, 0, 0x0f, 0x05]  // exit_group(0)
            return (62, setUp + round + end)
        }
    #elseif arch(arm64)
        private static var program: (machine: UInt16, bytes: [UInt8])? {
            let instructions: [UInt32] = [
                0xd280_0000 | UInt32(seed) << 5,  // mov x0, seed
                0x5280_0001 | (rounds & 0xffff) << 5, 0x72a0_0001 | (rounds >> 16) << 5,  // mov w1, rounds
                0xca00_3400, 0xca40_1c00, 0xca00_4400,  // x0 ^= x0 << 13; x0 ^= x0 >> 7; x0 ^= x0 << 17
                0x7100_0421, 0x54ff_ff81,  // subs w1, w1, 1; b.ne to the round's begin
                0xd280_0bc8, 0xd280_0000, 0xd400_0001,  // exit_group(0)
            ]
            return (183, instructions.flatMap { bytes($0) })
        }
    #else
        private static var program: (machine: UInt16, bytes: [UInt8])? { nil }
    #endif

    /// The number in the order of both processors, lowest byte first.
    private static func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
    }
}
