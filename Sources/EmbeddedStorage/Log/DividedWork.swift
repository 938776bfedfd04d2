/// What `transform` makes of each of `elements`, in their order: pieces of `size` elements go on at once, as many as there
/// are threads for. For what computes and never waits.
/// - Throws: what `transform` throws of the first element of which it throws.
func mapDivided<Element: Sendable, Value: Sendable, Failure: Error>(
    _ elements: [Element], by size: Int,
    _ transform: @escaping @Sendable (Element) throws(Failure) -> Value
) async throws(Failure) -> [Value] {
    guard elements.count > size else { return try elements.mapInOrder(transform).get() }
    let starts = stride(from: 0, to: elements.count, by: size)
    let pieces = await withTaskGroup(of: (Int, Result<[Value], Failure>).self) { group in
        for (number, start) in starts.enumerated() {
            let piece = elements[start..<min(start + size, elements.count)]
            group.addTask { (number, piece.mapInOrder(transform)) }
        }
        var pieces = [Result<[Value], Failure>](repeating: .success([]), count: elements.count / size + 1)
        for await (number, piece) in group { pieces[number] = piece }
        return pieces
    }
    var all: [Value] = []
    all.reserveCapacity(elements.count)
    for piece in pieces { all += try piece.get() }
    return all
}

extension Collection {
    fileprivate func mapInOrder<Value, Failure: Error>(
        _ transform: (Element) throws(Failure) -> Value
    ) -> Result<[Value], Failure> {
        Result { () throws(Failure) in try map(transform) }
    }
}
