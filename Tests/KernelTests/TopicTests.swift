import Coordinator
import Events
import KernelTestSupport
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Kernel

/// Topics: made once for all who see the same, and told when they change.
@Suite(.timeLimit(.minutes(1))) struct TopicTests {
    @Test("Whoever watches sees what is, and then what comes of each change, with the position that it is of")
    func watching() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let item = EntityID.random()
            var news: [AsyncStream<TopicNews>.Iterator] = []
            for _ in 0..<50 {
                news.append(
                    try one.platform.topics.follow("loans/{id}", ["id": "\(item)"], as: .alice).makeAsyncIterator())
            }
            for place in news.indices {
                #expect(await news[place].next()?.bytes == Array(#"{"isLent":false}"#.utf8))
            }
            let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            for place in news.indices {
                let next = await news[place].next()
                #expect(next?.bytes == Array(#"{"isLent":true}"#.utf8) && next?.position == done.position)
            }
            #expect(one.platform.topics.followers == 50)
        }
    }

    @Test("Nothing is told of other streams, and who has gone is forgotten")
    func others() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let item = EntityID.random()
            do {
                var news = try one.platform.topics.follow("loans/{id}", ["id": "\(item)"], as: .alice)
                    .makeAsyncIterator()
                #expect(await news.next() != nil)
                for _ in 0..<10 { try await one.platform.commands.perform(Borrow(item: .random()), by: .alice) }
                let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice)
                let next = await news.next()
                #expect(next?.bytes == Array(#"{"isLent":true}"#.utf8) && next?.position == done.position)
            }
            while one.platform.topics.followers != 0 { await Task.yield() }
        }
    }

    @Test(
        "Whoever comes back when nobody watched is told up to where that goes, so that nothing that was between is missed"
    )
    func comingBack() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let item = EntityID.random()
            let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            do {
                let news = try one.platform.topics.follow("loans/{id}", ["id": "\(item)"], as: .alice)
                for await next in news where next.bytes == Array(#"{"isLent":true}"#.utf8) { break }
            }
            while one.platform.topics.followers != 0 { await Task.yield() }
            let end = try await one.platform.commands.perform(Borrow(item: .random()), by: .alice)
            var known = LogPosition.start
            while known < end.position {
                var news = try one.platform.topics.follow("loans/{id}", ["id": "\(item)"], as: .alice)
                    .makeAsyncIterator()
                known = try #require(await news.next()).position
            }
            // What a reaction notes may come behind it.
            #expect(known >= end.position && end.position > done.position)
        }
    }

    /// Something that is not in the log.
    private final class Weather: Sendable {
        private struct State {
            var number = 0
            var watching = 0
            var changed: (@Sendable () -> Void)?
        }

        private let state = Mutex(State())

        var number: Int { state.withLock { $0.number } }
        var isWatched: Bool { state.withLock { $0.watching > 0 } }

        func turn() {
            state.withLock { state in
                state.number += 1
                return state.changed
            }?()
        }

        func watch(_ changed: @escaping @Sendable () -> Void) async throws {
            state.withLock { ($0.watching, $0.changed) = ($0.watching + 1, changed) }
            defer { state.withLock { $0.watching -= 1 } }
            try await Task.sleep(for: .seconds(3600))
        }
    }

    @Test("What is not in the log is told of while somebody watches, and is not watched any longer")
    func beside() async throws {
        let weather = Weather()
        var topic = Topic("weather", "weather.read", of: { _ in .oneOf([]) }) { _, _ in
            Topic.Content(bytes: Array("\(weather.number)".utf8))
        }
        topic.beside = { _, changed in try await weather.watch(changed) }
        topic.pause = .milliseconds(1)
        let topics = Topics([topic], logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await topics.run() }
        do {
            var news = try topics.follow("weather", [:], as: .alice).makeAsyncIterator()
            #expect(await news.next()?.bytes == Array("0".utf8))
            while !weather.isWatched { await Task.yield() }
            for number in 1...20 {
                weather.turn()
                #expect(await news.next()?.bytes == Array("\(number)".utf8))
            }
        }
        while weather.isWatched { await Task.yield() }
        running.cancel()
        _ = await running.result
    }

    @Test("Who watches is told again when something changes that is left out, and of nothing else")
    func rest() async throws {
        let (page, rest) = (Weather(), Weather())
        var topic = Topic("weather", "weather.read", of: { _ in .oneOf([]) }) { _, _ in
            Topic.Content(bytes: Array("\(page.number)".utf8), rest: rest.number / 2)
        }
        topic.beside = { _, changed in try await rest.watch(changed) }
        topic.pause = .milliseconds(1)
        let topics = Topics([topic], logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await topics.run() }
        do {
            var news = try topics.follow("weather", [:], as: .alice).makeAsyncIterator()
            let first = try #require(await news.next())
            while !rest.isWatched { await Task.yield() }
            // Of the first turn there is nothing to say.
            rest.turn()
            rest.turn()
            let second = try #require(await news.next())
            #expect(second.bytes == first.bytes && second.number > first.number)
            page.turn()
            rest.turn()
            #expect(await news.next()?.bytes == Array("1".utf8))
        }
        running.cancel()
        _ = await running.result
    }

    @Test("Where nothing can be told of what is not in the log, the log is told of all the same")
    func besideFails() async throws {
        var topic = Topic("weather", "weather.read", of: { _ in .oneOf([]) }) { _, _ in
            Topic.Content(bytes: Array("sun".utf8))
        }
        topic.beside = { _, _ in throw DomainError(.exhausted, "too many look at the sky") }
        let topics = Topics([topic], logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { try await topics.run() }
        var news = try topics.follow("weather", [:], as: .alice).makeAsyncIterator()
        #expect(await news.next()?.bytes == Array("sun".utf8))
        running.cancel()
        _ = await running.result
        #expect(await news.next() == nil)
    }

    @Test("At the end of the platform streams end, and nobody watches any more")
    func ending() async throws {
        let store = try TestStore()
        let (news, topics) = try await PlatformUnderTest.with(try await store.log()) { one in
            let news = try one.platform.topics.follow("loans/{id}", ["id": "x"], as: .alice)
            return (news, one.platform.topics)
        }
        for await _ in news {}
        #expect(throws: DomainError.self) { try topics.follow("loans/{id}", ["id": "x"], as: .alice) }
        #expect(throws: DomainError.self) { try topics.follow("no such topic", [:], as: .alice) }
    }
}
