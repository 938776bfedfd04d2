import Provenance
import Testing

/// What a submission hashes to.
struct SubmissionDigestTests {
    private typealias File = (name: String, bytes: [UInt8])

    private static func digest(_ files: [File]) -> ContentDigest { ContentDigest(ofSubmission: files) }

    private static let files: [File] = [("main.c", Array("int main;".utf8)), ("util/a.h", [0, 255])]

    @Test func isThatOfThePartsWithTheirLengthsInFront() {
        // printf '\1\0\0\0\0\0\0\0a\2\0\0\0\0\0\0\0bc' | sha256sum
        #expect(
            Self.digest([("a", Array("bc".utf8))]).description
                == "9a8acca1b6c6c0befd3fbc756aed625da998c998f7252e738c4ef061906b9b21")
        // sha256sum < /dev/null
        #expect(
            Self.digest([]).description == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func doesNotDependOnTheOrderInWhichTheFilesAreNamed() {
        #expect(Self.digest(Self.files) == Self.digest(Self.files.reversed()))
        // By characters, one of these is the other: by bytes they are two, and ordered.
        let accents: [File] = [("\u{e9}.c", [1]), ("e\u{301}.c", [2])]
        #expect(Self.digest(accents) == Self.digest(accents.reversed()))
        #expect(Self.digest(accents) != Self.digest([("\u{e9}.c", [2]), ("e\u{301}.c", [1])]))
    }

    @Test func isAnotherOneForEachByteAndEachNameThatIsChanged() {
        var all: Set<ContentDigest> = [Self.digest(Self.files)]
        var count = 1
        for index in Self.files.indices {
            var changes: [[File]] = []
            for place in Self.files[index].bytes.indices {
                var files = Self.files
                files[index].bytes[place] ^= 1
                changes.append(files)
            }
            for bytes in [Self.files[index].bytes + [0], Array(Self.files[index].bytes.dropLast())] {
                var files = Self.files
                files[index].bytes = bytes
                changes.append(files)
            }
            var files = Self.files
            files[index].name += "c"
            changes.append(files)
            files.remove(at: index)
            changes.append(files)
            all.formUnion(changes.map(Self.digest))
            count += changes.count
        }
        // The same bytes in all, cut at another place.
        all.insert(Self.digest([("main.ci", Array("nt main;".utf8)), Self.files[1]]))
        #expect(all.count == count + 1)
    }
}
