/// What will happen, the soonest first; what happens at the same time in the order in which it was added.
struct EventHeap<Event> {
    private var heap: [(time: Double, number: Int, event: Event)] = []
    private var added = 0

    var isEmpty: Bool { heap.isEmpty }
    var next: Double? { heap.first?.time }

    mutating func add(_ event: Event, at time: Double) {
        added += 1
        heap.append((time, added, event))
        var place = heap.count - 1
        while place > 0, isBefore(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeFirst() -> (time: Double, event: Event) {
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            guard least != place else { return (first.time, first.event) }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].time, heap[left].number) < (heap[right].time, heap[right].number)
    }
}
