/// Holds back what comes early, so that things that finish in any order are told in order.
public struct InOrder<Element: Sendable>: Sendable {
    private var next = 0
    private var held: [Int: Element] = [:]

    /// Nothing has come yet; the first element told is the one at 0.
    public init() {}

    /// Takes the element at `index`; returns those that can be told now.
    public mutating func take(_ element: Element, at index: Int) -> [Element] {
        held[index] = element
        var ready: [Element] = []
        while let element = held.removeValue(forKey: next) {
            ready.append(element)
            next += 1
        }
        return ready
    }

    /// What is still held back, in order: of use when the rest will never come.
    public mutating func rest() -> [Element] {
        defer { held = [:] }
        return held.sorted { $0.key < $1.key }.map(\.value)
    }
}
