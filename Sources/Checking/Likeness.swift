import Glibc

/// Which bytes at the same place of two texts make no difference to any token.
struct Likeness: Sendable {
    /// Whether any whitespace is like any other.
    var ofSpaces: Bool
    /// Whether an ASCII letter is like the same one in the other case.
    var ofCases: Bool

    /// How many bytes are alike from the beginning of both texts on, of at most `limit`.
    @inline(__always)
    func length(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ limit: Int) -> Int {
        var length = 0
        // Since when the texts have been equal.
        var start = 0
        while length &+ 8 <= limit {
            let first = unsafe Bytes8(left + length)
            let second = unsafe Bytes8(right + length)
            if first.word != second.word {
                let unlike = unlike(first, second)
                guard unlike == 0 else { return length &+ unlike.trailingZeroBitCount >> 3 }
                start = length &+ 8
            }
            length &+= 8
            // Texts that have been equal for a while are probably equal for long: the C library is faster there.
            if length &- start == 256 {
                length = unsafe equalBlocks(left, right, from: length, limit)
                start = length
            }
        }
        while length < limit,
            unsafe areAlike(
                left.load(fromByteOffset: length, as: UInt8.self), right.load(fromByteOffset: length, as: UInt8.self))
        {
            length &+= 1
        }
        return length
    }

    /// The highest bit of each byte that is unlike the other text's.
    @inline(__always)
    private func unlike(_ first: Bytes8, _ second: Bytes8) -> UInt64 {
        var unlike =
            ofCases
            ? Bytes8(word: first.lowercased.word ^ second.lowercased.word).notZero
            : Bytes8(word: first.word ^ second.word).notZero
        if ofSpaces, unlike != 0 { unlike &= ~(first.spaces & second.spaces) }
        return unlike
    }

    @inline(__always)
    private func areAlike(_ first: UInt8, _ second: UInt8) -> Bool {
        first == second || ofSpaces && isSpace(first) && isSpace(second)
            || ofCases && lowercased(first) == lowercased(second)
    }
}

/// Eight bytes of a text, the first of which is the lowest: what is asked of them is asked of all at once. No sum of one byte
/// reaches the next.
private struct Bytes8 {
    private static let highest: UInt64 = 0x8080_8080_8080_8080
    private static let each: UInt64 = 0x0101_0101_0101_0101

    let word: UInt64

    @inline(__always)
    init(word: UInt64) { self.word = word }

    @inline(__always)
    init(_ pointer: UnsafeRawPointer) {
        unsafe word = UInt64(littleEndian: pointer.loadUnaligned(as: UInt64.self))
    }

    /// The highest bit of each byte that is at least `bound`, of those below 128; of the others it says nothing.
    @inline(__always)
    private func atLeast(_ bound: UInt64) -> UInt64 {
        (word & ~Self.highest) &+ (128 &- bound) &* Self.each
    }

    /// The highest bit of each byte that is not 0.
    @inline(__always)
    var notZero: UInt64 { (atLeast(1) | word) & Self.highest }

    /// The highest bit of each byte that is whitespace.
    @inline(__always)
    var spaces: UInt64 {
        let isBlank = ~Bytes8(word: word ^ 0x20 &* Self.each).notZero
        return (isBlank | atLeast(0x09) & ~atLeast(0x0E) & ~word) & Self.highest
    }

    /// The bytes with ASCII letters in lower case.
    @inline(__always)
    var lowercased: Bytes8 {
        let capitals = atLeast(0x41) & ~atLeast(0x5B) & ~word & Self.highest
        return Bytes8(word: word | capitals >> 2)
    }
}

/// Skips equal blocks, larger and larger ones; the first unequal one is left to the caller.
@inline(never)
private func equalBlocks(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, from start: Int, _ limit: Int) -> Int {
    var length = start
    var block = 256
    while block >= 256 {
        if length + block <= limit, unsafe memcmp(left + length, right + length, block) == 0 {
            length += block
            block = min(block * 2, 1 << 16)
        } else {
            block /= 4
        }
    }
    return length
}
