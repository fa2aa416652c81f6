package import Domain
import Storage

/// What a template gives now. Changes nothing and asks no model.
extension Pipeline {
    /// - Throws: `ValidationError` for a template that is none, `RowNotFound` for an unknown person, `StoreError`.
    package func preview(_ prompt: String, for person: Person) async throws -> String {
        let template = try template(prompt, for: .person)
        return template.message(for: try await contexts.context(of: person), seed: seed())
    }

    /// The same for a contact, with the person who looks after it.
    ///
    /// - Throws: `ValidationError` for a template that is none, `RowNotFound` for an unknown contact, `StoreError`.
    package func preview(_ prompt: String, forContact id: Int64, in workspace: WorkspaceID) async throws -> (person: Person, text: String) {
        let template = try template(prompt, for: .contact)
        guard let context = try await contexts.contacts(workspace, [id])[id] else { throw RowNotFound(noun: "contact", id: id) }
        return (context.person, template.message(to: context, seed: seed()))
    }

    /// What each variable stands for now, by its name; what stands for nothing is left out.
    ///
    /// - Throws: `RowNotFound` for an unknown person, `StoreError`.
    package func examples(for person: Person) async throws -> [String: String] {
        MessageTemplate.values(for: try await contexts.context(of: person), seed: seed())
    }

    /// The same for a contact.
    ///
    /// - Throws: `RowNotFound` for an unknown contact, `StoreError`.
    package func examples(forContact id: Int64, in workspace: WorkspaceID) async throws -> [String: String] {
        guard let context = try await contexts.contacts(workspace, [id])[id] else { throw RowNotFound(noun: "contact", id: id) }
        return MessageTemplate.values(to: context, seed: seed())
    }

    private func template(_ prompt: String, for reader: TemplateReader) throws -> MessageTemplate {
        do throws(TemplateError) { return try MessageTemplate(given: prompt, for: reader) } catch { throw error.validation(of: "prompt") }
    }
}
