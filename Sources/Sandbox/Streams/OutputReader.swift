/// Reads what a program writes, piece by piece, while it runs.
///
/// It is called by the thread that follows the run. A program that writes faster than it is read waits, as in a pipeline.
public protocol OutputReader: AnyObject, Sendable {
    /// Takes the next piece, of 1 to 65536 bytes. Called by one thread at a time, in order; it must not block for long.
    /// - Returns: whether the program may go on; once false, the run is stopped and nothing more is read.
    func read(_ bytes: RawSpan) -> Bool
}
