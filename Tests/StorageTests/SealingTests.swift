import StorageConformance
import TestSupport
import Testing
import Units

@testable import Storage

struct SealingTests {
    private let keys = KeyRing()

    @Test func aRecordIsOpenedOnlyWhereItWasSealed() throws {
        let binding = SealBinding(purpose: "event", [[1], [2, 3]])
        for size in [0, 1, 1000, 100_000] {
            let record = [UInt8](repeating: 5, count: size)
            let sealed = try keys.seal(record, for: binding)
            #expect(sealed.count == size + KeyRing.recordOverhead)
            try #expect(keys.open(sealed, for: binding) == record)
            try #expect(keys.seal(record, for: binding) != sealed, "sealed twice, it must not be the same")
            let elsewhere = [
                SealBinding(purpose: "job", [[1], [2, 3]]), SealBinding(purpose: "event", [[1, 2], [3]]),
                SealBinding(purpose: "event", [[1], [2, 3], []]), SealBinding(purpose: "event", [[2, 3], [1]]),
            ]
            for other in elsewhere { #expect(code { try keys.open(sealed, for: other) } == .corrupted) }
        }
    }

    @Test func noByteOfARecordCanBeChanged() throws {
        let binding = SealBinding(purpose: "event", [])
        let sealed = try keys.seal(Array("a record".utf8), for: binding)
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                let expected: StorageError.Code = index == 0 ? .incompatible : index <= 8 ? .wrongKey : .corrupted
                #expect(code { try keys.open(changed, for: binding) } == expected, "bit \(bit) of byte \(index)")
            }
            #expect(code { try keys.open(Array(sealed[..<index]), for: binding) } == .corrupted, "cut at \(index)")
        }
        #expect(code { try keys.open(sealed + [0], for: binding) } == .corrupted)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
    func chunksOfAContentCannotBeMovedOrLeftOut(_ size: Int) throws {
        var random = SeededGenerator(seed: UInt64(size))
        let content = random.bytes(size)
        let hash = ContentHash(of: content)
        let header = SealedBlobHeader(for: ByteCount(Int64(size)), keys: keys)
        let sealing = try ChunkSealing(header: header, hash: hash, keys: keys)
        let chunks = (0..<header.chunkCount).map { number in
            content.dropFirst(number * 65_536).prefix(header.length(ofChunk: number))
        }
        let sealed = try chunks.enumerated().map { try sealing.seal($1, number: $0) }
        #expect(Int64(header.bytes.count + sealed.joined().count) == header.sealedSize.bytes)
        let reader = try ChunkSealing(header: SealedBlobHeader(reading: header.bytes), hash: hash, keys: keys)
        for (number, chunk) in chunks.enumerated() {
            try #expect(reader.open(sealed[number], number: number) == Array(chunk))
            for other in chunks.indices where other != number {
                #expect(code { try reader.open(sealed[other], number: number) } == .corrupted)
            }
            #expect(code { try reader.open(sealed[number].dropLast(), number: number) } == .corrupted)
        }
        #expect(code { try reader.open(sealed[0], number: chunks.count) } == .corrupted)
        // The same chunk as another content's, as one of another size, as one sealed anew.
        let others = try [
            ChunkSealing(header: header, hash: ContentHash(of: [1]), keys: keys),
            ChunkSealing(header: SealedBlobHeader(for: ByteCount(Int64(size)), keys: keys), hash: hash, keys: keys),
            ChunkSealing(header: resized(header), hash: hash, keys: keys),
        ]
        for other in others { #expect(code { try other.open(sealed[0], number: 0) } == .corrupted) }
        #expect(code { try sealing.seal(Array(chunks[0]) + [1], number: 0) } == .badRequest)
    }

    private func resized(_ header: SealedBlobHeader) throws -> SealedBlobHeader {
        var bytes = header.bytes
        bytes[bytes.count - 6] ^= 1
        return try SealedBlobHeader(reading: bytes)
    }

    @Test func whatIsNoHeaderIsRefused() throws {
        let good = SealedBlobHeader(for: ByteCount(5), keys: keys).bytes
        #expect(code { try SealedBlobHeader(reading: good.dropLast()) } == .corrupted)
        #expect(code { try SealedBlobHeader(reading: Array("PNG".utf8) + good.dropFirst(3)) } == .corrupted)
        #expect(code { try SealedBlobHeader(reading: good[..<3] + [2] + good[4...]) } == .incompatible)
        let negative = good.dropLast(8) + [UInt8](repeating: 255, count: 8)
        #expect(code { try SealedBlobHeader(reading: Array(negative)) } == .corrupted)
        let foreign = SealedBlobHeader(for: ByteCount(5), keys: KeyRing())
        #expect(code { try ChunkSealing(header: foreign, hash: ContentHash(of: []), keys: keys) } == .wrongKey)
    }

    @Test func eventsAreEncoded() throws {
        let last = Event(type: "ü\0", payload: [0, 255])
        let events = [Event(type: "a", payload: []), Event(type: "", payload: [1]), last]
        let bytes = Event.encode(events)
        #expect(Event.decode(bytes) == events)
        for length in 0..<bytes.count where ![9, 18].contains(length) {
            #expect(Event.decode(Array(bytes[..<length])) == nil, "cut at \(length)")
        }
        #expect(Event.decode(bytes + [0]) == nil)
    }

    @Test func whateverBytesAreReadNothingBreaks() throws {
        var random = SeededGenerator(seed: 3)
        let events = Event.encode((0..<4).map { Event(type: "type-\($0)", payload: random.bytes($0 * 50)) })
        let sealed = try keys.seal(events, for: SealBinding(purpose: "event", []))
        let header = SealedBlobHeader(for: ByteCount(100_000), keys: keys).bytes
        for _ in 0..<5000 {
            for origin in [events, sealed, header, random.bytes(60)] {
                var bytes = origin
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8(truncatingIfNeeded: random.next())
                }
                bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
                let decoded = Event.decode(bytes)
                #expect(decoded == nil || decoded.map(Event.encode) == bytes, "two texts of the same events")
                if bytes != sealed {
                    #expect(code { try keys.open(bytes, for: SealBinding(purpose: "event", [])) } != nil)
                }
                if let header = try? SealedBlobHeader(reading: bytes) {
                    #expect(header.sealedSize > header.size && header.chunkCount > 0)
                }
            }
        }
    }

    /// The code of the ``StorageError`` that is thrown.
    private func code(_ operation: () throws -> some Any) -> StorageError.Code? {
        do {
            _ = try operation()
            return nil
        } catch {
            return (error as? StorageError)?.code
        }
    }
}
