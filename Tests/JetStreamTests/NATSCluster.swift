import Glibc

/// A real cluster of `nats-server` processes on loopback, with its store in a temporary folder.
///
/// The processes are one process group. Its first is a shell that reads from a pipe which this process holds open: when
/// this process ends, however it ends, the shell kills the group.
actor NATSCluster {
    fileprivate struct Node {
        var port: UInt16
        var clusterPort: UInt16
        var process: pid_t?
    }

    /// A thing that the fixture could not do.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Where Debian puts the server, and where people do.
    static let server: String? = {
        let places: [String] = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"]
        return places.first { unsafe access($0, X_OK) == 0 }
    }()

    private let directory: String
    private var nodes: [Node]
    private let watchdog: pid_t
    private let lifeline: Int32

    /// How many nodes there are.
    let size: Int

    /// Starts the nodes.
    init(size: Int = 3, options: String = "") throws {
        self.size = size
        var template = Array("/tmp/verdict-nats-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Failure(description: "mkdtemp: \(errno)") }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { throw Failure(description: "pipe: \(errno)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        lifeline = ends[1]
        let command = "trap '' TERM; cat > /dev/null; rm -rf '\(directory)'; kill -KILL 0"
        watchdog = try Self.spawn(["/bin/sh", "-c", command], group: 0, input: ends[0], output: nil)
        close(ends[0])
        let ports = try Self.freePorts(2 * size)
        nodes = (0..<size).map { Node(port: ports[$0], clusterPort: ports[size + $0], process: nil) }
        for index in 0..<size {
            try Self.write(configuration(index, nodes, directory, options), to: "\(directory)/\(index).conf")
            nodes[index].process = try Self.start(index, in: directory, group: watchdog)
        }
    }

    /// Where clients connect to.
    var servers: [String] { nodes.map { "nats://127.0.0.1:\($0.port)" } }

    /// Starts a node that was killed.
    func start(_ index: Int) throws {
        guard nodes[index].process == nil else { return }
        nodes[index].process = try Self.start(index, in: directory, group: watchdog)
    }

    /// Kills a node: it has no time to write or to say anything.
    func kill(_ index: Int) {
        guard let process = nodes[index].process else { return }
        Glibc.kill(process, SIGKILL)
        var status: Int32 = 0
        _ = unsafe waitpid(process, &status, 0)
        nodes[index].process = nil
    }

    /// Stops a node where it stands, with its connections open.
    func freeze(_ index: Int) { signal(index, SIGSTOP) }

    /// Lets it go on.
    func thaw(_ index: Int) { signal(index, SIGCONT) }

    /// Ends all and removes what they stored.
    func stop() {
        for index in nodes.indices {
            thaw(index)
            kill(index)
        }
        close(lifeline)
        var status: Int32 = 0
        _ = unsafe waitpid(watchdog, &status, 0)
    }

    private func signal(_ index: Int, _ signal: Int32) {
        if let process = nodes[index].process { Glibc.kill(process, signal) }
    }
}

private func configuration(
    _ index: Int, _ nodes: [NATSCluster.Node], _ directory: String, _ options: String
) -> String {
    let routes = nodes.map { "\"nats-route://127.0.0.1:\($0.clusterPort)\"" }.joined(separator: ", ")
    let cluster =
        nodes.count < 2
        ? "" : "cluster { name: test, listen: \"127.0.0.1:\(nodes[index].clusterPort)\", routes: [\(routes)] }"
    return """
        server_name: node-\(index)
        listen: "127.0.0.1:\(nodes[index].port)"
        jetstream { store_dir: "\(directory)/\(index)", max_mem: 256MB, max_file: 4GB }
        \(cluster)
        \(options)

        """
}
