internal import Concurrency
internal import Coordinator
internal import Hummingbird
internal import HummingbirdCore
internal import Kernel
internal import Storage

/// What can be watched, as HTTP has it: a stream of events or, for whoever asks to open one, a WebSocket.
struct PlatformTopics: Sendable {
    private let platform: Platform
    /// How often it is asked whether who watches still may: sessions end, and roles are taken away.
    private let lookingAgain: Duration
    /// By the numbers of the news.
    private let shared = SharedTexts<UInt64>()

    init(_ platform: Platform, lookingAgain: Duration) {
        (self.platform, self.lookingAgain) = (platform, lookingAgain)
    }

    /// Shows a topic to who asks for it.
    func follow(_ topic: Topic, _ request: Request, _ context: APIContext) async throws -> Response {
        if WebSocketHandshake.isAskedFor(request) {
            // Before anything is said of who asks: another origin's page asks as nobody.
            try WebSocketHandshake.requireOrigin(request, of: context.exchange.origins)
        }
        let actor = context.platformActor
        let parameters = context.pathParameters
        guard platform.permissions.mayAllow(actor, topic.action) else { throw context.refusal(of: topic.action) }
        let subject = try await topic.subject(parameters)
        guard platform.permissions.allows(actor, topic.action, to: subject) else {
            throw context.refusal(of: topic.action)
        }
        // What is not in the log may be new since, at the same position.
        let seen = topic.beside == nil ? request.lastEventID.flatMap { UInt64($0) } : nil
        let watching = Watching(
            topic: topic, audience: topic.audience(actor), subject: subject,
            news: try platform.topics.follow(topic.path, parameters, as: actor), seen: seen)
        if WebSocketHandshake.isAskedFor(request) {
            return try Response.webSocket(request, context) { try await self.show(watching, on: $0, context) }
        }
        return Response.events(context) { stream in
            do {
                try await self.whileAllowed(watching, context) {
                    for await news in watching.unseen {
                        try await stream.send(
                            try await shared.text(of: news.number) {
                                ServerEvent(
                                    String(decoding: news.bytes, as: UTF8.self), id: "\(news.position.number)"
                                ).bytes
                            })
                    }
                }
            } catch is NotAllowedAnyMore {
                // The stream ends; whoever asks again is told why.
            }
        }
    }

    private struct NotAllowedAnyMore: Error {}

    /// What somebody watches, and what they may because of who they were when they began.
    private struct Watching: Sendable {
        var topic: Topic
        var audience: String
        var subject: Subject
        var news: AsyncStream<TopicNews>
        var seen: UInt64?

        /// What they have not seen before, as far as that is known: at the start it is not.
        var unseen: some AsyncSequence<TopicNews, Never> & Sendable {
            news.filter { [seen] news in news.position == .start || seen.map { news.position.number > $0 } ?? true }
        }
    }

    /// Each message is `{"position":17,"data":…}`. What a client says is not wanted: anything but the end closes it.
    private func show(_ watching: Watching, on socket: WebSocket, _ context: APIContext) async throws {
        do {
            try await tell(watching, on: socket, context)
        } catch is NotAllowedAnyMore {
            throw WebSocketClose(1008, "this may not be watched any more")
        }
    }

    private func tell(_ watching: Watching, on socket: WebSocket, _ context: APIContext) async throws {
        try await firstToEnd {
            try await self.whileAllowed(watching, context) {
                for await news in watching.unseen {
                    let data = String(decoding: news.bytes, as: UTF8.self)
                    try await socket.send(.text(#"{"position":\#(news.position.number),"data":\#(data)}"#))
                }
            }
        } or: {
            for try await _ in socket.messages {
                throw WebSocketClose(1008, "nothing may be said here")
            }
        }
    }

    /// Goes on as long as who watches is the same person, may watch it, and would see the same.
    private func whileAllowed(
        _ watching: Watching, _ context: APIContext, _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard let again = context.reauthenticate else { return try await body() }
        try await firstToEnd(of: body) {
            while true {
                try await Task.sleep(for: lookingAgain)
                let now: Actor?
                do {
                    now = try await again()
                } catch let error as DomainError where error.code == .unavailable {
                    // While nobody can tell, nothing new is shown either.
                    continue
                }
                guard let actor = now, actor.identity == context.actor?.identity,
                    platform.permissions.allows(actor, watching.topic.action, to: watching.subject),
                    watching.topic.audience(actor) == watching.audience
                else { throw NotAllowedAnyMore() }
            }
        }
    }
}
