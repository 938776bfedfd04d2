/// What is wrong with a package, as one message.
enum PackageComplaints {
    /// What reaches the other side of a call.
    private static let limit = 4000

    /// A line each, and how many more there are that do not fit.
    static func text(_ lines: [String]) -> String {
        var text = ""
        for (number, line) in lines.enumerated() {
            let next = text + (number == 0 ? "" : "\n") + line
            guard next.utf8.count <= limit else { return text + "\nand \(lines.count - number) more" }
            text = next
        }
        return text
    }
}
