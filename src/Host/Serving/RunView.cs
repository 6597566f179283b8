using Tapir.Host.Results;
using Tapir.Host.Runs;
using Tapir.Orchestrations.Distilling;
using Tapir.Orchestrations.Preference;
using Tapir.Orchestrations.Reviewing;
using Tapir.Orchestrations.Seeding;

namespace Tapir.Host.Serving;

/// <summary>A run as it was at one moment.</summary>
/// <param name="Json">The resource as it is sent.</param>
/// <param name="Tag">Changes when anything that is shown changes: an entity tag, quotes included.</param>
public sealed record RunView(RunRecord Run, RunResource Resource, byte[] Json, string Tag, DateTimeOffset At)
{
    /// <value>What its rounds made, S_0 first, as far as they are done.</value>
    public IReadOnlyList<RoundOutcome> Rounds { get; init; } = [];

    /// <value>What the preference tuning made; null before its end, and where there is none.</value>
    public PreferenceOutcome? Preference { get; init; }

    /// <value>The imported seed; null before there is one.</value>
    public LabelledSeed? Seed { get; init; }

    /// <value>Steps that were given up after too many deliveries and wait for a person.</value>
    public IReadOnlyList<ParkedDocument> Parked { get; init; } = [];

    /// <value>The review that it waits for; null when it waits for none.</value>
    public PendingReview? Waiting { get; init; }

    /// <value>Time left at the speed since this process has been looking; null while there is none to judge by.</value>
    public TimeSpan? TimeLeft { get; init; }

    public bool IsOver => IsEnd(Resource.Status);

    /// <summary>Whether nothing more comes of a run with this status, unless somebody begins it again.</summary>
    public static bool IsEnd(string status) => status is "done" or "failed" or "cancelled";
}
