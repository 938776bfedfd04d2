/// What a server expects of who opens a call, besides its limits.
struct CallExpectation: Hashable, Sendable {
    /// One message and no more: it is complete within ``ConnectionLimits/requestTimeout``.
    var isSingle = false
    /// How long the client may send nothing while its messages are waited for; nil: for ever. The first message comes
    /// within ``ConnectionLimits/requestTimeout`` in any case.
    var silence: Duration?
}
