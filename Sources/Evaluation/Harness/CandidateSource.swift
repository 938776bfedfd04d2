/// A candidate's text as a harness takes it in: what would stand in the harness' way goes.
struct CandidateSource {
    /// The text.
    let text: String
    /// How the function is named from outside, where a language has to be told.
    let target: String

    /// The candidate as the harness for `language` takes it.
    init(_ candidate: String, language: String, calling signature: FunctionSignature) {
        let name = signature.name
        let hasSolution = ["class Solution", "struct Solution", "impl Solution"].contains { candidate.contains($0) }
        switch language {
        case "cpp":
            text = candidate
            // In the outermost place: what `using namespace std` brings is not meant.
            target = hasSolution ? "&Solution::\(name)" : "&::\(name)"
        case "rust":
            text = (candidate.contains("struct Solution") || !hasSolution ? "" : "pub struct Solution;\n") + candidate
            target = hasSolution ? "Solution::\(name)" : name
        case "go":
            let own = Self.lines(candidate, without: ["package "])
            text = own.replacing("func main()", with: "func candidateMain()")
            target = name
        case "java", "kotlin", "csharp":
            let own = Self.lines(candidate, without: ["package "]).replacing("public class ", with: "class ")
            let isClass = candidate.contains("class ") || language == "kotlin"
            let whole = isClass ? own : "class Solution {\n\(own)\n}"
            // A program of its own may be shown with an answer; the harness has that name.
            text = language == "java" && whole.contains("class Main") ? Self.renaming("Main", in: whole) : whole
            target = name
        case "javascript":
            text = Self.withoutExports(candidate)
            target = name
        default:
            text = candidate
            target = name
        }
    }

    private static func lines(_ text: String, without beginnings: [String]) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in beginnings.contains { line.hasPrefix($0) } ? "" : line }.joined(separator: "\n")
    }

    /// `text` where something that is called `name` is called otherwise.
    private static func renaming(_ name: String, in text: String) -> String {
        var result = ""
        var word = ""
        for character in text {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                result += word == name ? "Candidate" + word : word
                result.append(character)
                word = ""
            }
        }
        return result + (word == name ? "Candidate" + word : word)
    }

    private static func withoutExports(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            for word in ["export default ", "export "] where line.hasPrefix(word) {
                return line.dropFirst(word.utf8.count)
            }
            return line
        }.joined(separator: "\n")
    }
}
