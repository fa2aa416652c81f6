package import Domain

/// Writes with the models that the agent names, else with those of its workspace, else as the environment sets it up.
package struct ChosenWriter: MessageWriter {
    private let standard: any MessageWriter
    private let directory: ModelDirectory
    private let settings: WorkspaceSettings

    /// - Parameter standard: writes where nobody has named a model.
    package init(standard: any MessageWriter, directory: ModelDirectory, settings: WorkspaceSettings) {
        self.standard = standard
        self.directory = directory
        self.settings = settings
    }

    package var name: WriterName { standard.name }
    package var drawsOnOlderMessages: Bool { standard.drawsOnOlderMessages }

    package func write(_ assignment: Assignment) async throws(LLMError) -> WrittenMessage {
        let writer = try await writer(for: assignment.models, in: assignment.person.workspace)
        return try await writer.write(assignment)
    }

    /// - Parameter models: the agent's; none for the workspace's.
    /// - Throws: as `ModelDirectory.provider`.
    package func writer(for models: [String] = [], in workspace: WorkspaceID) async throws(LLMError) -> any MessageWriter {
        let chosen = models.isEmpty ? try await workspaceModels(workspace) : models
        guard !chosen.isEmpty else { return standard }
        return LLMWriter(try await directory.provider(chosen, in: workspace))
    }

    package func model(in workspace: WorkspaceID) async throws(LLMError) -> ChosenModel? {
        try await writer(in: workspace).model(in: workspace)
    }

    private func workspaceModels(_ workspace: WorkspaceID) async throws(LLMError) -> [String] {
        do { return try await settings.models(of: workspace) } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .unavailable(reason: "The workspace's settings could not be read.", retryAfter: nil)
        }
    }
}
