import CLinux

/// What a cgroup file said last, in room that is used again: numbers are read for every run.
struct CgroupText {
    private var bytes: [CChar]
    private var count = 0

    /// Room for a file of at most `room` bytes.
    init(room: Int = 8192) {
        bytes = [CChar](repeating: 0, count: room)
    }

    /// Reads a file of a cgroup, any but the lists of processes and threads; `name` is for the error.
    mutating func read(_ descriptor: OwnedDescriptor, _ name: @autoclosure () -> String) throws(SandboxError) {
        count = try checked(unsafe clinux_read_at_once(descriptor.rawValue, &bytes, bytes.count), "read \(name())")
    }

    /// The text as one number; 0 if it is none (`max`).
    var number: Int64 {
        var number: Int64 = 0
        for byte in bytes[..<count] {
            let digit = Int64(byte) - Int64(UInt8(ascii: "0"))
            guard digit >= 0, digit <= 9 else { break }
            number = number &* 10 &+ digit
        }
        return number
    }

    var string: String { String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) }

    /// A value of a flat keyed file such as `memory.stat`: `oom_kill 3`.
    func value(of key: String) -> Int64? {
        var value: Int64 = 0
        return unsafe clinux_keyed_value(bytes, count, key, &value) == 1 ? value : nil
    }
}
