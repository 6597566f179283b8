using System.Collections.Immutable;

namespace Tapir.Functions;

/// <summary>For whom an artifact is being made again, and which ones are being made again on the way to it.</summary>
/// <param name="CallId">The call that came upon the loss; null when no call did.</param>
/// <param name="InstanceId">The orchestration of that call.</param>
/// <param name="Artifacts">From the first lost artifact to the present one.</param>
internal sealed record HealingChain(Guid? CallId, string? InstanceId, ImmutableList<string> Artifacts)
{
    public static HealingChain Start { get; } = new(null, null, []);

    public static HealingChain Of(Call call) => new(call.Id, call.InstanceId, []);

    public HealingChain Through(string artifact) => this with { Artifacts = Artifacts.Add(artifact) };
}
