/// Contents, put and got by their hash. What each does, says `blobs.proto`.
public enum BlobsMethods {
    /// Which of these contents are not there.
    public static let missing = Method<Verdict_V1_MissingRequest, Verdict_V1_MissingResponse>(
        "verdict.v1.Blobs/Missing", roles: [.client, .worker, .admin], isIdempotent: true)

    /// Sends a content.
    public static let put = Method<Verdict_V1_PutRequest, Verdict_V1_PutResponse>(
        "verdict.v1.Blobs/Put", roles: [.client, .worker, .admin], isIdempotent: true)

    /// A content, or a part of it, in pieces of at most 256 KiB. Not for clients: most contents are test data.
    public static let get = Method<Verdict_V1_GetRequest, Verdict_V1_GetResponse>(
        "verdict.v1.Blobs/Get", roles: [.worker, .admin], isIdempotent: true)
}
