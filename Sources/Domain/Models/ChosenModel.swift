/// A model that is ready to be asked, and what messages name it by.
package struct ChosenModel: Sendable {
    package var name: WriterName
    package var provider: any LLMProvider

    package init(name: WriterName, provider: any LLMProvider) {
        self.name = name
        self.provider = provider
    }
}
