import Dispatch
package import Domain
import Foundation

/// Hands mail to a server by SMTP. Each message has a connection, and a thread that waits for its answers.
package final class SMTPMailer: Mailer {
    private let settings: SMTPSettings
    private let clock: WallClock
    private let queue = DispatchQueue(label: "crm-agent.mail", qos: .utility, attributes: .concurrent)

    package init(settings: SMTPSettings, clock: WallClock) {
        self.settings = settings
        self.clock = clock
    }

    /// Ends early, within about a second, when the task is cancelled.
    package func send(_ mail: Mail) async -> MailOutcome {
        let message: MailMessage
        do throws(MailMessage.Unsendable) {
            message = try MailMessage(mail, from: settings.from, id: UUID().uuidString.lowercased(), date: clock.now())
        } catch {
            return .refusedForGood(reason: "Its \(error.part) cannot stand in a mail.", code: nil)
        }
        let upload = SMTPUpload(message.text)
        return await withTaskCancellationHandler {
            await onThread { $0.send(upload, to: mail.to) }
        } onCancel: {
            upload.stop()
        }
    }

    package func check() async -> MailOutcome { await onThread { $0.check() } }

    private func onThread(_ work: @escaping @Sendable (SMTPExchange) -> MailOutcome) async -> MailOutcome {
        await withCheckedContinuation { waiter in
            queue.async { [settings] in waiter.resume(returning: work(SMTPExchange(settings: settings))) }
        }
    }
}
