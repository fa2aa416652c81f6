import ArgumentParser

@main
struct CRMAgent: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "crm-agent",
        abstract: "Writes your CRM communications: five agents on their schedules, and a chat.",
        discussion: """
            Start with:
              crm-agent serve                      then open http://127.0.0.1:8080
              crm-agent run-agent REMINDER         then, in another terminal, to see one message
              crm-agent import contacts FILE.csv   to bring your own contacts

            Everything is kept in one folder (--data, or DATA_DIR; "data" by default). \
            Without a key for a model the agents write offline; put LLM_PROVIDER and LLM_API_KEY into .env to have a model write. \
            `crm-agent doctor` says what is set and what to fix.
            """,
        version: version,
        subcommands: [
            ServeCommand.self, RunAgentCommand.self, AgentsCommand.self, PlanCommand.self, BatchCommand.self, ChatCommand.self, ImportCommand.self,
            MigrateCommand.self,
            SampleCommand.self,
            ContactsCommand.self, RunsCommand.self, DraftsCommand.self, WebhookCommand.self, DeliveriesCommand.self, CostsCommand.self,
            ModelsCommand.self, UserCommand.self, WorkspaceCommand.self, AuditCommand.self, KeysCommand.self, EvalCommand.self,
            ScheduleCommand.self,
            BackupCommand.self, RetentionCommand.self,
            DoctorCommand.self,
        ]
    )

    static func main() async {
        Output.prepare()
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            try CommandNames.check(arguments)
            try await run(try await asyncParseAsRoot(arguments))
        } catch let misuse as Misused {
            misuse.exit()
        } catch {
            exit(withError: error)
        }
    }

    /// - Throws: `Misused` for what the command finds wrong with its arguments: the parser would show the usage of the whole program.
    private static func run(_ parsed: any ParsableCommand) async throws {
        var command = parsed
        do {
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch let error as ArgumentParser.ValidationError {
            throw Misused(sentence: error.message, path: CommandPath().leading(to: type(of: parsed)) ?? CommandPath())
        }
    }
}
