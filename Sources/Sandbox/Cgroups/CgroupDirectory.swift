import CLinux
import Files
import Glibc
import SystemPackage

/// One cgroup: a directory whose files are its knobs and counters.
struct CgroupDirectory: Hashable {
    var path: FilePath

    /// Makes the cgroup; an existing one is an error, since its counters would not be ours.
    func make() throws(SandboxError) {
        guard unsafe Glibc.mkdir(path.string, 0o755) == 0 else { throw failure("make cgroup \(path)") }
    }

    /// Removes the cgroup, which must have no processes or children left. The kernel may still be letting go of the
    /// last process, so it is tried again for a moment.
    func remove() throws(SandboxError) {
        for attempt in 0..<200 {
            if unsafe Glibc.rmdir(path.string) == 0 || errno == ENOENT { return }
            guard errno == EBUSY, attempt < 199 else { break }
            usleep(attempt < 20 ? 200 : 5000)
        }
        throw failure("remove cgroup \(path)")
    }

    func child(_ name: String) -> CgroupDirectory {
        CgroupDirectory(path: path.appending(name))
    }

    func has(_ file: String) -> Bool {
        unsafe Glibc.access(place(of: file), F_OK) == 0
    }

    func write(_ value: String, to file: String) throws(SandboxError) {
        let name = place(of: file)
        let descriptor = unsafe Glibc.open(name, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open \(name)") }
        defer { Glibc.close(descriptor) }
        let bytes = Array(value.utf8)
        guard unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            throw failure("write \(value) to \(name)")
        }
    }

    func read(_ file: String) throws(SandboxError) -> String {
        var text = CgroupText()
        try read(file, into: &text)
        return text.string
    }

    func read(_ file: String, into text: inout CgroupText) throws(SandboxError) {
        try text.read(try open(file), place(of: file))
    }

    /// Opens a file of the cgroup, or the cgroup itself (`.`), for reading.
    func open(_ file: String) throws(SandboxError) -> OwnedDescriptor {
        let name = place(of: file)
        let descriptor = unsafe Glibc.open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open \(name)") }
        return OwnedDescriptor(descriptor)
    }

    /// Lets `owner` put processes into this cgroup (`cgroups(7)`, delegation).
    func delegate(to owner: UInt32) throws(SandboxError) {
        let name = place(of: "cgroup.procs")
        guard unsafe Glibc.chown(name, owner, owner) == 0 else { throw failure("give \(name) to \(owner)") }
    }

    /// The names of the cgroups right below.
    func children() -> [String] {
        entries { $0 == CInt(DT_DIR) }
    }

    /// The names of what is right below, of those kinds (readdir(3), `d_type`); none if it cannot be read.
    func entries(_ isWanted: (CInt) -> Bool = { _ in true }) -> [String] {
        var names: [String] = []
        do throws(Errno) {
            let stream = try DirectoryStream(path)
            while let entry = try stream.next() {
                if isWanted(entry.kind), !entry.name.hasPrefix(".") { names.append(entry.name) }
            }
        } catch {
            // It has gone, or is going: what was found so far is all that is known.
            return names
        }
        return names
    }

    /// The path of one of its files. These are opened for each run: taking a path apart and together takes longer.
    private func place(of file: String) -> String { "\(path.string)/\(file)" }

    private func failure(_ stage: String) -> SandboxError {
        SandboxError(.systemCall, stage: stage, errno: Errno(rawValue: errno))
    }
}

/// A value from a flat keyed file such as `cpu.stat`, where it is not worth a ``CgroupText``.
func keyedValue(_ key: String, in text: String) -> Int64? {
    for line in text.split(separator: "\n") {
        let fields = line.split(separator: " ")
        if fields.count == 2, fields[0] == key { return Int64(fields[1]) }
    }
    return nil
}
