namespace Tapir.Models.ChatTemplates;

/// <summary>What a template is given beside the conversation.</summary>
public sealed record ChatTemplateOptions
{
    public static ChatTemplateOptions Default { get; } = new();

    /// <value>What <c>strftime_now</c> tells. The default always says 26 July 2024, the day that LLaMA 3's template names where it is told none:
    /// a prompt that is trained on must not change overnight. Give <see cref="TimeProvider.System"/> where people are answered.</value>
    public TimeProvider Clock { get; init; } = new StandingClock(new DateTimeOffset(2024, 7, 26, 12, 0, 0, TimeSpan.Zero));

    /// <value>Switches that the template knows, <c>enable_thinking</c> for one. Default none.</value>
    public IReadOnlyDictionary<string, bool> Switches { get; init; } = new Dictionary<string, bool>();

    /// <value>What rendering may cost.</value>
    public TemplateLimits Limits { get; init; } = TemplateLimits.Default;

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
