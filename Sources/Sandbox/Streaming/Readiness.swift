/// That a pipe's end can be read, or written, without waiting.
struct Readiness: Sendable {
    let descriptor: OwnedDescriptor
    let isWritable: Bool
    /// By which ``DescriptorEvents`` knows it; unlike a descriptor's, it is never used again.
    let number: UInt64

    init(_ descriptor: OwnedDescriptor, isWritable: Bool) {
        self.descriptor = descriptor
        self.isWritable = isWritable
        number = DescriptorEvents.shared.makeNumber()
    }

    /// Returns when it may have come, or the task was cancelled.
    func wait() async {
        await DescriptorEvents.shared.wait(for: self)
    }
}
