using Tapir.Models.Network;

namespace Tapir.Models.Gguf;

/// <summary>One value of <c>general.architecture</c> that can be computed, and what its files do differently.</summary>
/// <param name="InterleavesPairs">Whether the two rows of a rotary pair lie side by side, as in Meta's own checkpoints, instead of half a head apart.</param>
internal sealed record GgufArchitecture(string Name, bool InterleavesPairs, bool AttentionBias, bool QueryKeyNorm)
{
    // mistral has no name of its own: llama.cpp computes it as llama.
    private static readonly IReadOnlyList<GgufArchitecture> All = [new("llama", true, false, false), new("qwen2", false, true, false), new("qwen3", false, false, true)];

    /// <exception cref="InvalidDataException">Another architecture; the message says which are supported.</exception>
    public static GgufArchitecture Of(GgufMetadata metadata)
    {
        string name = metadata.Text("general.architecture");
        return All.FirstOrDefault(architecture => architecture.Name == name) ?? throw new InvalidDataException(
            $"{metadata.Source}: the architecture {name} is not supported; {string.Join(", ", All.Select(architecture => architecture.Name))} (mistral among llama) are.");
    }

    /// <summary>The one whose files hold a model of this config.</summary>
    /// <exception cref="NotSupportedException">None does.</exception>
    public static GgufArchitecture Of(StudentConfig config) =>
        All.FirstOrDefault(architecture => architecture.AttentionBias == config.AttentionBias && architecture.QueryKeyNorm == config.QueryKeyNorm)
        ?? throw new NotSupportedException("No architecture of llama.cpp that Tapir writes has both a bias on q, k, v and a norm on the heads of q and k.");
}
