import Coordinator
import KernelTestSupport
import Storage
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
            #expect(known == end.position && known > done.position)
        }
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
