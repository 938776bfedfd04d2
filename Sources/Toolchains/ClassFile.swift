/// As much of a Java class file as shows whether the launcher can start it (The Java Virtual Machine Specification,
/// chapter 4). The bytes come from an untrusted program's build: nothing is believed about lengths.
enum ClassFile {
    /// Whether `bytes` are a class with `public static void main(String[])`.
    static func hasMainMethod(_ bytes: [UInt8]) -> Bool {
        var reader = Reader(bytes: bytes)
        return (try? reader.findMainMethod()) ?? false
    }

    private struct Malformed: Error {}

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func findMainMethod() throws(Malformed) -> Bool {
            guard try number(4) == 0xCAFE_BABE else { throw Malformed() }
            try skip(4)
            let names = try readNames()
            try skip(6)
            try skip(2 * number(2))
            try skipFields()
            for _ in 0..<(try number(2)) {
                let flags = try number(2)
                let (name, descriptor) = (try number(2), try number(2))
                let isPublicStatic = flags & 0x0009 == 0x0009
                if isPublicStatic, names[name] == "main", names[descriptor] == "([Ljava/lang/String;)V" { return true }
                try skipAttributes()
            }
            return false
        }

        /// The texts of the constant pool by index.
        private mutating func readNames() throws(Malformed) -> [Int: String] {
            var names: [Int: String] = [:]
            let count = try number(2)
            var index = 1
            while index < count {
                switch try number(1) {
                case 1:
                    let length = try number(2)
                    let start = position
                    try skip(length)
                    names[index] = String(validating: bytes[start..<position], as: UTF8.self)
                case 3, 4, 9, 10, 11, 12, 17, 18: try skip(4)
                case 5, 6:
                    try skip(8)
                    // Long and double constants take two entries.
                    index += 1
                case 7, 8, 16, 19, 20: try skip(2)
                case 15: try skip(3)
                default: throw Malformed()
                }
                index += 1
            }
            return names
        }

        private mutating func skipFields() throws(Malformed) {
            for _ in 0..<(try number(2)) {
                try skip(6)
                try skipAttributes()
            }
        }

        private mutating func skipAttributes() throws(Malformed) {
            for _ in 0..<(try number(2)) {
                try skip(2)
                try skip(number(4))
            }
        }

        private mutating func number(_ width: Int) throws(Malformed) -> Int {
            let start = position
            try skip(width)
            return bytes[start..<position].reduce(0) { $0 << 8 | Int($1) }
        }

        private mutating func skip(_ count: Int) throws(Malformed) {
            guard count <= bytes.count - position else { throw Malformed() }
            position += count
        }
    }
}
