import Events
import Fleet
import FoundationEssentials
public import Storage
public import Wire

extension ContentHash {
    /// The hash that a message refers to; nil if that is none.
    public init?(_ content: Verdict_V1_BlobRef) {
        self.init(bytes: content.hash)
    }
}

extension ContentHash {
    /// The hash that an event refers to; nil if that is none.
    init?(_ content: LoggedBlobRef) { self.init(bytes: content.hash) }
}
