namespace Tapir.Models.ChatTemplates.Values;

/// <summary>Something that cannot be rendered, before its line is known.</summary>
internal sealed class TemplateFault(string message) : Exception(message)
{
    public ChatTemplateException At(int line) => new($"chat template, line {line}: {Message}.");
}
