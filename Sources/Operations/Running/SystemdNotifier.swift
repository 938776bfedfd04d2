internal import Glibc
internal import Units

/// Tells systemd how a service of `Type=notify` fares: datagrams to the Unix socket that `NOTIFY_SOCKET` names
/// (`sd_notify(3)`, section Notes). A name that begins with `@` is an abstract one (`unix(7)`).
public struct SystemdNotifier: Sendable {
    /// One piece of news.
    public enum News: Hashable, Sendable {
        /// The service has started, or has finished to reload.
        case ready
        /// The service reads its files anew.
        case reloading
        /// The service ends.
        case stopping
        /// The service turns; before half of the watchdog's time is over again.
        case alive
        /// What the service does, in a line for `systemctl status`.
        case status(String)
    }

    private let socket: String
    /// How often systemd wants to hear ``News/alive``, or it kills the service; nil: it does not.
    public let watchdogTimeout: Duration?

    /// The notifier for a process with this environment; nil where nobody wants to hear.
    public init?(environment: [String: String]) {
        guard let socket = environment["NOTIFY_SOCKET"], let first = socket.utf8.first,
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@"), socket.utf8.count > 1
        else { return nil }
        self.socket = socket
        let isForOther = environment["WATCHDOG_PID"].map { Int32($0) != getpid() } ?? false
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdogTimeout = microseconds > 0 && !isForOther ? .microseconds(microseconds) : nil
    }

    /// Sends one or more pieces of news in one datagram.
    public func send(_ news: News...) throws(OperationsError) {
        let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure("no socket can be made") }
        defer { close(descriptor) }
        var (address, length) = try self.address()
        let bytes = Array(news.flatMap(lines).joined(separator: "\n").utf8)
        let count = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bytes.withUnsafeBytes { bytes in
                    unsafe sendto(
                        descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL), address, length)
                }
            }
        }
        guard count == bytes.count else { throw failure("systemd cannot be told") }
    }

    private func lines(of news: News) -> [String] {
        switch news {
        case .ready: ["READY=1"]
        case .reloading: ["RELOADING=1", "MONOTONIC_USEC=\(SystemTime.monotonic / 1000)"]
        case .stopping: ["STOPPING=1"]
        case .alive: ["WATCHDOG=1"]
        case .status(let text): ["STATUS=" + LogText.escaped(text)]
        }
    }

    /// The socket's address and how many bytes of it count. An abstract name begins with a zero byte and ends where the
    /// length says.
    private func address() throws(OperationsError) -> (sockaddr_un, socklen_t) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(socket.utf8)
        let isAbstract = name.first == UInt8(ascii: "@")
        if isAbstract { name[0] = 0 } else { name.append(0) }
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard name.count <= capacity else {
            throw OperationsError(
                .cannotNotify, "NOTIFY_SOCKET is longer than \(capacity) bytes, which no socket's name can be; unset it"
            )
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in unsafe path.copyBytes(from: name) }
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
        return (address, socklen_t(offset + name.count))
    }

    private func failure(_ what: String) -> OperationsError {
        let reason = unsafe String(cString: strerror(errno))
        return OperationsError(
            .cannotNotify,
            "\(what) over NOTIFY_SOCKET=\(LogText.escaped(socket)): \(reason); run the daemon as its unit has it")
    }
}
