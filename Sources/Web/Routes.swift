import Domain
import Hummingbird

/// Every call there is.
enum Routes {
    static func all(version: String) -> [Operation] {
        let described =
            PageOperations.all + HealthOperations.all + ChatOperations.all + ProfileOperations.all + DayOperations.all + AgentOperations.all
            + WorkspaceOperations.all + SampleOperations.all + AgentCatalogOperations.all + AgentActionOperations.all + PlanOperations.all
            + AgentRunOperations.all
            + EventOperations.all + SequenceOperations.all + HoldOperations.all + ConversationOperations.all + LiveOperations.all
            + WebhookOperations.all
            + DraftOperations.all + DraftBatchOperations.all + DeliveryOperations.all + AudienceOperations.all + TemplateOperations.all
            + BatchOperations.all + ImportOperations.all + CostOperations.all + PrivacyOperations.all + AuditOperations.all
            + ModelAccountOperations.all + ProposalOperations.all + ToolPermissionOperations.all
            + SessionOperations.all + TokenOperations.all + LinkOperations.all + AccountOperations.all + APIKeyOperations.all
            + SecondFactorOperations.all + ProofOperations.all + ProviderOperations.all
            + ResourceCatalog.all.flatMap(\.operations)
        return described + [document(of: described, version: version)]
    }

    private static func document(of operations: [Operation], version: String) -> Operation {
        var json = JSONWriter(capacity: 1 << 16)
        json.value(OpenAPIDocument(operations: operations, version: version).json)
        let answer = Answer(contentType: "application/json", body: json.buffer)
        return Operation(
            method: .get, path: "/openapi.json", id: "getOpenAPI", tag: "Page", summary: "The OpenAPI 3.1 document.", isFile: true
        ) { _, _ in answer }
    }
}
