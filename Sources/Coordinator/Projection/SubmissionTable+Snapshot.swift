import Events
import Storage

/// Submissions in snapshots.
extension SubmissionTable {
    /// Adds all rows, and the names that they have in common.
    func write(to writer: inout SnapshotWriter) throws {
        try tenants.write(to: &writer) { try $1.add($0) }
        try packages.write(to: &writer) { try $1.add($0) }
        try contests.write(to: &writer) { try $1.add($0) }
        try languages.write(to: &writer) { try $1.add($0) }
        try writer.add(UInt32(storedBytes.count))
        for (tenant, bytes) in storedBytes {
            try writer.add(tenant)
            try writer.add(bytes)
        }
        try writer.add(UInt32(stuckJobs.count))
        for (number, job) in stuckJobs {
            try writer.add(number)
            try writer.add(job)
        }
        try writer.add(count)
        for number in 0..<count { try self[number].write(to: &writer) }
    }

    /// The table that was written.
    /// - Throws: ``SnapshotError`` if it was none.
    init(from reader: inout SnapshotReader) throws {
        self.init()
        tenants = try NameTable(from: &reader) { try $0.text() }
        packages = try NameTable(from: &reader) { try $0.bytes() }
        contests = try NameTable(from: &reader) { try $0.text() }
        languages = try NameTable(from: &reader) { try $0.text() }
        for _ in 0..<(try reader.count()) { storedBytes[try reader.number()] = try reader.number() }
        for _ in 0..<(try reader.count()) { stuckJobs[try reader.number()] = try reader.text() }
        let rows = try reader.count()
        reserve(rows)
        for _ in 0..<rows {
            let row = try SubmissionRow(from: &reader)
            guard tenants.has(row.tenant), packages.has(row.package), contests.has(row.contest),
                languages.has(UInt32(row.language))
            else { throw SnapshotError("a submission has a name that is not there") }
            append(row)
        }
    }
}

extension NameTable {
    fileprivate func write(
        to writer: inout SnapshotWriter, _ add: (Name, inout SnapshotWriter) throws -> Void
    ) throws {
        try writer.add(UInt32(names.count))
        for (name, row) in zip(names, lastRows) {
            try add(name, &writer)
            try writer.add(row)
        }
    }

    fileprivate init(from reader: inout SnapshotReader, _ name: (inout SnapshotReader) throws -> Name) throws {
        self.init()
        for _ in 0..<(try reader.count()) {
            let number = intern(try name(&reader))
            _ = add(row: try reader.number(), to: number)
        }
    }
}

extension SubmissionRow {
    fileprivate func write(to writer: inout SnapshotWriter) throws {
        try writer.add(id.number)
        try writer.add(position.number)
        try writer.add(acceptedAt)
        try writer.add(tenant)
        try writer.add(package)
        try writer.add(contest)
        try writer.add(beforeOfTenant)
        try writer.add(beforeOfPackage)
        try writer.add(beforeOfContest)
        try writer.add(generation)
        try writer.add(judgedGeneration)
        try writer.add(language)
        try writer.add(urgency)
        try writer.add(verdict)
        try writer.add(phase.number)
        try writer.add(isBuilt ? 1 : 0 as UInt8)
    }

    fileprivate init(from reader: inout SnapshotReader) throws {
        id = SubmissionID(number: try reader.number())
        position = LogPosition(try reader.number())
        acceptedAt = try reader.number()
        (tenant, package, contest) = (try reader.number(), try reader.number(), try reader.number())
        beforeOfTenant = try reader.number()
        beforeOfPackage = try reader.number()
        beforeOfContest = try reader.number()
        generation = try reader.number()
        judgedGeneration = try reader.number()
        language = try reader.number()
        urgency = try reader.number()
        verdict = try reader.number()
        guard let phase = SubmissionState.Phase(number: try reader.number()) else {
            throw SnapshotError("a submission stands where none can")
        }
        self.phase = phase
        isBuilt = try reader.number(UInt8.self) == 1
    }
}

extension SubmissionState.Phase {
    fileprivate var number: UInt8 {
        switch self {
        case .open: 0
        case .judged: 1
        case .cancelled: 2
        case .stuck: 3
        }
    }

    fileprivate init?(number: UInt8) {
        switch number {
        case 0: self = .open
        case 1: self = .judged
        case 2: self = .cancelled
        case 3: self = .stuck
        default: return nil
        }
    }
}
