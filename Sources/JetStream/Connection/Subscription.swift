import CNats
import Synchronization

/// One subscription of the library's. The library holds a retain of the handler until it has called it for the last time.
@safe final class Subscription: Sendable {
    /// What may wait for the handler; more is lost.
    struct Limits: Hashable, Sendable {
        var messages: Int
        var bytes: Int
    }

    private final class Handler: Sendable {
        let call: @Sendable (Message) -> Void

        init(_ call: @escaping @Sendable (Message) -> Void) {
            self.call = call
        }
    }

    private let handle: Mutex<LibraryHandle?>

    /// Subscribes on `connection`; nil if that is closed.
    init?(
        of subject: String, on connection: OpaquePointer, _ limits: Limits?,
        _ call: @escaping @Sendable (Message) -> Void
    ) {
        let closure = unsafe Unmanaged.passRetained(Handler(call)).toOpaque()
        var created: OpaquePointer?
        let status = unsafe natsConnection_Subscribe(
            &created, connection, subject,
            { _, _, message, closure in
                guard let message = unsafe message else { return }
                defer { unsafe natsMsg_Destroy(message) }
                guard let closure = unsafe closure else { return }
                unsafe Unmanaged<Handler>.fromOpaque(closure).takeUnretainedValue().call(Message(copying: message))
            }, closure)
        guard status == NATS_OK, let subscription = unsafe created else {
            unsafe Unmanaged<Handler>.fromOpaque(closure).release()
            return nil
        }
        _ = unsafe natsSubscription_SetOnCompleteCB(
            subscription,
            { closure in
                guard let closure = unsafe closure else { return }
                unsafe Unmanaged<Handler>.fromOpaque(closure).release()
            }, closure)
        // Answers are taken at once; what is asked for at a time is bounded where it is asked for.
        _ = unsafe natsSubscription_SetPendingLimits(
            subscription, Int32(clamping: limits?.messages ?? -1), Int32(clamping: limits?.bytes ?? -1))
        // Only this object has it from here on.
        handle = unsafe Mutex(LibraryHandle(subscription))
    }

    /// Unsubscribes. May block: on the connection's queue only.
    func end() {
        handle.withLock { handle in
            if let handle { _ = unsafe natsSubscription_Unsubscribe(handle.pointer) }
        }
    }

    /// Lets go of what the library has of it, once no thread of the library's can be at it: see ``EndedSubscriptions``.
    func free() {
        let freed = handle.withLock { handle in
            defer { handle = nil }
            return handle
        }
        if let freed { unsafe natsSubscription_Destroy(freed.pointer) }
    }
}

/// A connection or a subscription of the library's.
@safe struct LibraryHandle: @unchecked Sendable {
    // Sendable: the library guards both kinds by locks of its own, so that any thread may call with them.
    let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }
}
