/// Moments at which something is due, the earliest first: a binary heap.
struct DeadlineHeap {
    struct Deadline {
        var moment: Duration
        /// The job's sequence number.
        var job: Int64
    }

    private var heap: [Deadline] = []

    /// The earliest.
    var first: Deadline? { heap.first }
    var count: Int { heap.count }

    mutating func insert(_ deadline: Deadline) {
        heap.append(deadline)
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index].moment < heap[parent].moment else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var index = 0
        while true {
            let children = [2 * index + 1, 2 * index + 2].filter { $0 < heap.count }
            guard let child = children.min(by: { heap[$0].moment < heap[$1].moment }),
                heap[child].moment < heap[index].moment
            else { return }
            heap.swapAt(index, child)
            index = child
        }
    }
}
