import Domain
import Testing

@Suite struct `A writer's name` {
    @Test(arguments: [
        ("openai:gpt-4o-mini", "openai", "gpt-4o-mini"), ("compatible:llama3.2:3b", "compatible", "llama3.2:3b"), ("offline", "offline", nil),
    ])
    func `tells the provider and its model`(name: String, provider: String, model: String?) {
        #expect(WriterName(name).provider == provider && WriterName(name).model == model)
    }
}
