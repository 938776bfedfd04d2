/// Tells compiled programs from sources by how the file begins.
///
/// Compilers leave them beside the sources, and archives of old contests hold many; no language has them as a source.
enum CompiledProgram {
    /// How much of a file has to be seen.
    static let headLength = 64

    /// The first bytes of an ELF file, a Java class (or a Mach-O file for several processors) and Mach-O files.
    private static let marks: [[UInt8]] = [
        [0x7f, 0x45, 0x4c, 0x46], [0xca, 0xfe, 0xba, 0xbe], [0xcf, 0xfa, 0xed, 0xfe], [0xce, 0xfa, 0xed, 0xfe],
    ]
    /// The first bytes of a program for DOS or Windows; words may begin like this too.
    private static let wordLikeMark = Array("MZ".utf8)

    /// Whether a file that begins with `head` is a compiled program.
    static func begins(with head: [UInt8]) -> Bool {
        let head = head.prefix(headLength)
        return marks.contains(where: head.starts) || (head.starts(with: wordLikeMark) && head.contains(0))
    }
}
