import Dispatch
import Glibc
import Reporting

/// Shows a fleet on the whole terminal until somebody presses q.
struct TopScreen {
    private enum Event: Sendable {
        case news(TopNews)
        case quit
        case suspend
        case resized
        case ended(any Error)
    }

    private var page: TopPage

    /// A screen that shows `page`.
    init(page: TopPage) {
        self.page = page
    }

    /// Shows what `watch` tells, until a key ends it or `watch` fails.
    mutating func run(
        _ watch: @escaping @Sendable (@escaping @Sendable (TopNews) -> Void) async throws -> Void
    ) async throws {
        let (events, continuation) = AsyncStream.makeStream(of: Event.self, bufferingPolicy: .bufferingNewest(64))
        let resizes = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: DispatchQueue(label: "verdict.resize"))
        resizes.setEventHandler { continuation.yield(.resized) }
        resizes.resume()
        defer { resizes.cancel() }
        let keys = try InputPieces()
        let reading = Task {
            while let piece = await keys.next() { for byte in piece { Self.take(byte, continuation) } }
        }
        let watching = Task {
            do {
                try await watch { continuation.yield(.news($0)) }
                continuation.yield(.quit)
            } catch {
                continuation.yield(.ended(error))
            }
        }
        defer {
            watching.cancel()
            reading.cancel()
        }
        FullScreen.enter()
        defer { FullScreen.leave() }
        try await show(events)
        try Task.checkCancellation()
    }

    private mutating func show(_ events: AsyncStream<Event>) async throws {
        paint()
        for await event in events {
            switch event {
            case .news(let news): page.take(news)
            case .resized: break
            case .suspend: FullScreen.suspend()
            case .quit: return
            case .ended(let error): throw error
            }
            paint()
        }
    }

    private func paint() {
        let size = Terminal.size(of: .standard)
        FullScreen.show(page.lines(columns: size.columns, rows: size.rows))
    }

    /// `q`, Ctrl-C and Ctrl-D end it, Ctrl-Z suspends it.
    private static func take(_ byte: UInt8, _ continuation: AsyncStream<Event>.Continuation) {
        switch byte {
        case UInt8(ascii: "q"), UInt8(ascii: "Q"), 3, 4: continuation.yield(.quit)
        case 26: continuation.yield(.suspend)
        default: break
        }
    }
}
