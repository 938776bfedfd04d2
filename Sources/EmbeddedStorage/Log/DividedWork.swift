/// What `transform` makes of `elements`, in their order, piece by piece: pieces of `size` elements go on at once, as many as
/// there are threads for. For what computes and never waits.
/// - Throws: what `transform` throws of the first piece of which it throws.
func mapDivided<Element: Sendable, Value: Sendable, Failure: Error>(
    _ elements: [Element], by size: Int,
    _ transform: @escaping @Sendable (ArraySlice<Element>) throws(Failure) -> [Value]
) async throws(Failure) -> [Value] {
    guard elements.count > size else { return try transform(elements[...]) }
    let starts = stride(from: 0, to: elements.count, by: size)
    let pieces = await withTaskGroup(of: (Int, Result<[Value], Failure>).self) { group in
        for (number, start) in starts.enumerated() {
            let piece = elements[start..<min(start + size, elements.count)]
            group.addTask { (number, Result { () throws(Failure) in try transform(piece) }) }
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
