import Glibc
import Synchronization
import SystemPackage

/// A terminal given over to one changing page: its other screen, no cursor, keys that come at once and are not shown.
///
/// The terminal gets back what it had when the page is left, when the process is told to end, and when it crashes.
enum FullScreen {
    /// The other screen, and no cursor (xterm's 1049 and 25).
    private static let entering = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[2J"
    private static let leaving: StaticString = "\u{1b}[?25h\u{1b}[?1049l"

    /// What standard input's terminal was set to; null: nothing has to be restored. Written before the handlers that read it
    /// are set, and not freed before the process ends.
    nonisolated(unsafe) private static var saved: UnsafeMutablePointer<termios>?
    private static let isEntered = Mutex(false)

    /// Takes standard output's terminal over.
    static func enter() {
        isEntered.withLock { isEntered in
            guard !isEntered else { return }
            isEntered = true
            takeKeys()
            for number in [SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE] { restoreAtCrash(number) }
            Output.standard.tryWrite(entering)
        }
    }

    /// Gives the terminal back, if it was taken.
    static func leave() {
        isEntered.withLock { isEntered in
            guard isEntered else { return }
            isEntered = false
            restore()
        }
    }

    /// Shows `lines` in place of what is shown.
    static func show(_ lines: [String]) {
        // Home, each line and the rest of it cleared, everything below cleared (ECMA-48 CUP, EL, ED).
        let page = lines.map { $0 + "\u{1b}[K" }.joined(separator: "\r\n")
        Output.standard.tryWrite("\u{1b}[H" + page + "\u{1b}[J")
    }

    /// Lets the shell have the terminal until it says to go on (what Ctrl-Z does).
    static func suspend() {
        leave()
        // The whole job stops. This process does so last and by a signal to this very thread, which does not return before
        // the shell says to go on; one to the process may come to another thread, and only after this one has gone on.
        signal(SIGTSTP, SIG_IGN)
        kill(0, SIGTSTP)
        signal(SIGTSTP, SIG_DFL)
        stopHere()
        enter()
    }

    /// Stops the process from this thread, of a pool whose threads block signals; comes back when it goes on.
    private static func stopHere() {
        var (stop, before) = (sigset_t(), sigset_t())
        _ = (unsafe sigemptyset(&stop), unsafe sigaddset(&stop, SIGTSTP))
        guard unsafe pthread_sigmask(SIG_UNBLOCK, &stop, &before) == 0 else { return }
        raise(SIGTSTP)
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    /// Keys come one by one, and none of them is a signal: this process reads Ctrl-C and Ctrl-Z itself, and can restore
    /// the terminal before it heeds them.
    private static func takeKeys() {
        var settings = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return }
        if unsafe saved == nil {
            unsafe saved = .allocate(capacity: 1)
            unsafe saved?.initialize(to: settings)
        } else {
            unsafe saved?.pointee = settings
        }
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Only calls that a signal's handler may make (`signal-safety(7)`).
    private static func restore() {
        _ = unsafe write(STDOUT_FILENO, leaving.utf8Start, leaving.utf8CodeUnitCount)
        if let settings = unsafe saved { unsafe tcsetattr(STDIN_FILENO, TCSANOW, settings) }
    }

    /// The handler runs once, and then the signal does what it always does.
    private static func restoreAtCrash(_ number: Int32) {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { number in
            FullScreen.restore()
            raise(number)
        }
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
        unsafe sigaction(number, &action, nil)
    }
}
