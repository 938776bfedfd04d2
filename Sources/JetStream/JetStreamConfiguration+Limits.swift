import Storage

extension JetStreamConfiguration {
    /// The most replicas that the servers keep.
    private static let replicaLimit = 5

    /// What is asked of every configuration before anything is done with it.
    /// - Throws: ``StorageError`` (`badRequest`), which says what to change.
    func requireValid() throws(StorageError) {
        let stage = "open the store on NATS servers"
        func require(_ condition: Bool, _ reason: String, _ advice: String) throws(StorageError) {
            guard condition else { throw StorageError(.badRequest, stage: stage, reason: reason, advice: advice) }
        }
        try require(!servers.isEmpty, "no server is named", "name at least one, such as nats://10.0.0.1:4222")
        let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
        try require(
            (1...32).contains(prefix.utf8.count) && prefix.allSatisfy(allowed.contains),
            "the prefix is \(prefix.debugDescription)", "use 1 to 32 letters, digits, hyphens and underscores")
        try require(
            (1...Self.replicaLimit).contains(replicas), "\(replicas) replicas are asked for",
            "ask for 3, or for 1 where losing it all is no loss; there are at most \(Self.replicaLimit)")
        try require(streamLimit ?? 1 > 0, "the streams' limit is not above 0", "give one above 0, or none")
        try require(patience > .zero, "calls are given no time", "give them some seconds: 20 unless you know better")
        try require(
            uploadAge >= .seconds(60), "unfinished uploads would be forgotten after \(uploadAge)",
            "keep them for a minute or more, so that none is under way any more")
        if let tls {
            try require(
                (tls.certificateFile == nil) == (tls.keyFile == nil), "a certificate without its key, or the reverse",
                "name both files, or neither")
        }
    }
}
