/// Which symbolic links of an archive are made. Only those that stay inside by their text: what a link through other links
/// leads to is for the walk through the folder to find out.
enum LinkRule {
    /// What is said of others.
    static let reason = "the symbolic link leads out of the package, or is no text; put a copy of the file in its place"

    /// The target as text; nil if the link with these names leads out, or nowhere that has a name.
    static func target(_ target: [UInt8], from link: [String]) -> String? {
        guard let text = String(validating: target, as: UTF8.self), !text.isEmpty, target.first != UInt8(ascii: "/")
        else { return nil }
        var depth = link.count - 1
        for part in target.split(separator: UInt8(ascii: "/")) {
            if part.elementsEqual("..".utf8) { depth -= 1 } else if !part.elementsEqual(".".utf8) { depth += 1 }
            guard depth >= 0 else { return nil }
        }
        return text
    }
}
