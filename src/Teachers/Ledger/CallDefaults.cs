using Microsoft.Extensions.AI;

namespace Tapir.Teachers.Ledger;

/// <summary>Parameters of a call where the request names none.</summary>
/// <param name="Temperature">Null: the endpoint's own default.</param>
/// <param name="MaxTokens">The longest answer, in tokens.</param>
internal sealed record CallDefaults(float? Temperature, int MaxTokens)
{
    /// <value>Whether the model's chance follows from the seed alone, so that another sample of a request needs another seed.</value>
    public bool SeedsSamples { get; init; }

    /// <summary>The request's own options over the defaults; without what is Tapir's own, which no endpoint is to see.</summary>
    public ChatOptions Apply(ChatOptions? options)
    {
        ChatOptions effective = options?.Clone() ?? new ChatOptions();
        effective.AdditionalProperties = null;
        effective.Temperature ??= Temperature;
        effective.MaxOutputTokens ??= MaxTokens;
        effective.Seed ??= SeedsSamples ? SampleIndex.Read(options) : null;
        return effective;
    }
}
