import Grading
import StrictXML

/// What is said of elements.
extension Findings {
    func error(_ element: XMLElement, _ message: String) { error(element.file, line: element.line, message) }

    func warn(_ element: XMLElement, _ message: String) { warn(element.file, line: element.line, message) }

    /// A warning for each kind of element in `element` that is not known: no verdict depends on it.
    func warnOfUnknown(in element: XMLElement, known: [String]) {
        for child in Self.unknown(in: element, known) { warn(child, "<\(child.name)> is not known, and not used") }
    }

    /// An error for each kind of element in `element` that is not known: it may mean another way to judge.
    func refuseUnknown(in element: XMLElement, known: [String]) {
        for child in Self.unknown(in: element, known) {
            error(
                child, "<\(child.name)> in <\(element.name)> is not known, so how it is to be judged is not; remove it")
        }
    }

    /// The first of each kind of element in `element` that is not among `known`.
    private static func unknown(in element: XMLElement, _ known: [String]) -> [XMLElement] {
        var seen = Set(known)
        return element.children.filter { seen.insert($0.name).inserted }
    }

    /// The whole number that the child `name` of `element` has for its text; nil, and an error, if there is none in `range`.
    func number(_ name: String, of element: XMLElement, in range: ClosedRange<Int>) -> Int? {
        guard let child = element.child(name) else {
            error(element, "<\(element.name)> needs <\(name)>; add it")
            return nil
        }
        if let number = Int(child.trimmedText), range.contains(number) { return number }
        let text = child.trimmedText.prefix(40)
        error(
            child, "<\(name)> must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        return nil
    }

    /// The attribute `points` of an element; nil if it has none, or one that is none, which is an error.
    func points(of element: XMLElement) -> Score? {
        guard let text = element["points"] else { return nil }
        if !text.contains("/"), let points = Score(parsing: text), points >= .zero { return points }
        error(element, "\"points\" must be a decimal number not below 0, not \"\(text.prefix(40))\"")
        return nil
    }
}
