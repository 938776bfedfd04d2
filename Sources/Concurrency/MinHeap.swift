/// A heap whose least element is taken first.
package struct MinHeap<Element: Comparable> {
    private var elements: [Element] = []

    /// Nothing yet.
    package init() {}

    /// How many there are.
    package var count: Int { elements.count }

    /// The least element; nil if there is none.
    package var first: Element? { elements.first }

    /// Adds an element, in logarithmic time.
    package mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the least element out, in logarithmic time.
    package mutating func popFirst() -> Element? {
        guard let last = elements.popLast() else { return nil }
        guard let first = elements.first else { return last }
        elements[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < elements.count else { return first }
            let right = left + 1
            let least = right < elements.count && elements[right] < elements[left] ? right : left
            guard elements[least] < elements[parent] else { return first }
            elements.swapAt(least, parent)
            parent = least
        }
    }
}

extension MinHeap: Sendable where Element: Sendable {}
