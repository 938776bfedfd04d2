import Storage

/// What an upload writes, each on the next of the content's numbered subjects: so that a later upload, which begins by
/// taking the next one, cannot be missed by the one before it.
enum UploadRecord: Hashable, Sendable {
    /// An upload of that name begins, or goes on where the one before it ended; the content is the sealing's header.
    case begin(String)
    /// The piece of that number, by the upload of that name.
    case piece(String, Int)
    /// The upload of that name has all pieces.
    case end(String)

    /// The header that says which it is.
    static let header = "Verdict-Upload"

    /// As it is written.
    var text: String {
        switch self {
        case .begin(let upload): "begin \(upload)"
        case .piece(let upload, let number): "piece \(upload) \(number)"
        case .end(let upload): "end \(upload)"
        }
    }

    /// The record that a message is; nil if it is none.
    init?(_ message: StoredMessage) {
        let words = (message.headers[Self.header] ?? "").split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("begin", 2): self = .begin(words[1])
        case ("end", 2): self = .end(words[1])
        case ("piece", 3):
            guard let number = Int(words[2]) else { return nil }
            self = .piece(words[1], number)
        default: return nil
        }
    }
}
