namespace Tapir.Models.ChatTemplates;

/// <summary>The tokens that a template can write by name; empty where a checkpoint has none.</summary>
internal sealed record TemplateTokens
{
    public string Begin { get; init; } = "";

    public string End { get; init; } = "";

    public string Unknown { get; init; } = "";

    public string Padding { get; init; } = "";

    /// <summary>As transformers names them; one that a checkpoint does not have is not defined.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Names() =>
        new KeyValuePair<string, object?>[] { new("bos_token", Begin), new("eos_token", End), new("unk_token", Unknown), new("pad_token", Padding) }
            .Where(token => token.Value is string { Length: > 0 });
}
