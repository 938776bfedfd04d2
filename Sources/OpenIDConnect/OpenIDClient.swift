internal import Concurrency
internal import JSONText
package import Outgoing
internal import Synchronization

/// Logs people in at one provider: asks it, and believes what is signed.
package final class OpenIDClient: Sendable {
    /// Sends a request, and reads the answer: follows no redirection, and waits for a bounded time.
    package typealias Fetch = @Sendable (ProviderRequest) async throws -> OutgoingExchange.Answer

    /// How long documents are kept, and how soon keys are read again for a token that names another one, in seconds.
    private static let life: (documents: Int64, unknownKey: Int64) = (3600, 60)

    private struct Kept<Value: Sendable>: Sendable {
        var value: Value
        var at: Int64
    }

    private struct Documents: Sendable {
        var metadata: Kept<ProviderMetadata>?
        var keys: Kept<SigningKeys>?
    }

    /// The provider.
    package let provider: OpenIDProvider
    private let redirect: String
    private let fetch: Fetch
    private let now: @Sendable () -> Int64
    private let documents = Mutex(Documents())
    private let metadataWork = SharedWork<String, ProviderMetadata>()
    private let keysWork = SharedWork<OutgoingURL, SigningKeys>()

    /// A client of a provider.
    /// - Parameters:
    ///   - provider: who knows people.
    ///   - redirect: the page of this service to which people come back.
    ///   - now: seconds since 1970 (UTC).
    ///   - fetch: asks the provider.
    package init(
        _ provider: OpenIDProvider, redirect: String, now: @escaping @Sendable () -> Int64, fetch: @escaping Fetch
    ) {
        (self.provider, self.redirect, self.fetch, self.now) = (provider, redirect, fetch, now)
    }

    /// The address at which somebody logs in.
    /// - Throws: `OpenIDError`; `CancellationError`.
    package func login(_ secrets: LoginSecrets) async throws -> String {
        try await metadata().login(at: provider, secrets, redirect: redirect)
    }

    /// Who has come back with a code.
    /// - Parameters:
    ///   - code: the code.
    ///   - issuer: who, by what the browser brings, gave the code; nil: it says nothing of that.
    ///   - secrets: what was made up when somebody left for the provider.
    /// - Throws: `OpenIDError`; `CancellationError`.
    package func identity(
        by code: String, from issuer: String? = nil, _ secrets: LoginSecrets
    ) async throws -> ProviderIdentity {
        let metadata = try await metadata()
        // A code of another provider's would be shown to this one.
        guard issuer == provider.issuer || issuer == nil && !metadata.saysIssuer else {
            throw OpenIDError.refused(.exchange, "the code is not said to be of this provider")
        }
        let tokens = try ProviderTokens(
            try await ask(metadata.exchange(of: code, at: provider, secrets, redirect: redirect), .exchange))
        let keys = try await keys(of: metadata, for: tokens.identity)
        var identity = try ProviderIdentity(
            try tokens.identity.claims(signedWith: keys),
            .init(issuer: provider.issuer, clientID: provider.clientID, nonce: secrets.nonce, now: now()))
        // Many say in the token only what they must.
        if identity.verifiedAddress == nil, let url = metadata.userInfo, let access = tokens.access {
            try identity.add(userInfo: try await userInfo(url, access))
        }
        return identity
    }

    private func userInfo(_ url: OutgoingURL, _ access: String) async throws -> [String: JSONTree] {
        let headers = [("Accept", "application/json"), ("Authorization", "Bearer " + access)]
        let body = try await read(url, .userInfo, headers: headers, most: ProviderTokens.largest)
        guard let claims = JSONTree.members(of: body) else {
            throw OpenIDError.unusable(.userInfo, "it is no JSON object")
        }
        return claims
    }

    private func metadata() async throws -> ProviderMetadata {
        let time = now()
        if let kept = documents.withLock({ $0.metadata }), time < kept.at + Self.life.documents { return kept.value }
        return try await metadataWork.value(of: provider.issuer) { [self] in
            let body = try await read(provider.discovery, .discovery, most: ProviderMetadata.largest)
            let metadata = try ProviderMetadata(body, of: provider)
            documents.withLock { $0.metadata = Kept(value: metadata, at: time) }
            return metadata
        }.value
    }

    /// Keys among which is the one that the token names, if the provider has it: read again for that once a minute at most.
    private func keys(of metadata: ProviderMetadata, for token: SignedToken) async throws -> SigningKeys {
        let time = now()
        if let kept = documents.withLock({ $0.keys }) {
            let isKnown = kept.value.know(token.algorithm, token.keyID)
            if time < kept.at + (isKnown ? Self.life.documents : Self.life.unknownKey) { return kept.value }
        }
        return try await keysWork.value(of: metadata.keys) { [self] in
            let keys = try SigningKeys(try await read(metadata.keys, .keys, most: SigningKeys.largest))
            documents.withLock { $0.keys = Kept(value: keys, at: time) }
            return keys
        }.value
    }

    private func read(
        _ url: OutgoingURL, _ stage: OpenIDError.Stage, headers: [(String, String)] = [("Accept", "application/json")],
        most: Int
    ) async throws -> [UInt8] {
        let answer = try await ask(ProviderRequest(url: url, headers: headers, form: nil, most: most), stage)
        guard answer.status == 200 else {
            throw OpenIDError.unusable(stage, "the provider answered with the status \(answer.status)")
        }
        return answer.body
    }

    private func ask(
        _ request: ProviderRequest, _ stage: OpenIDError.Stage
    ) async throws -> OutgoingExchange.Answer {
        do {
            return try await fetch(request)
        } catch {
            try Task.checkCancellation()
            throw OpenIDError.unusable(stage, "there was no answer that can be read: \(error)")
        }
    }
}
