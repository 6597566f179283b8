using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Allowance;
using Tapir.Host.Specs.Shelf;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Scheduling;

/// <summary>The spec of a schedule. Its runs start with nobody there to look, so that it may name what the operator has listed and nothing else, whoever adds it.</summary>
/// <param name="From">Where it was read from, for people.</param>
internal sealed record ScheduledSpec(RunSpec Spec, string From)
{
    /// <summary>Reads the file that a schedule names.</summary>
    /// <exception cref="SpecException">Anything is wrong with it.</exception>
    public static ScheduledSpec OfFile(ScheduleSettings schedule, AllowSettings allow) =>
        new(SpecFile.Load(schedule.Spec, OverridesOf(schedule), new ListedAllowance(allow)), schedule.Spec);

    /// <summary>Reads the stored spec that a schedule names.</summary>
    /// <param name="version">Null for the latest as it is now.</param>
    /// <exception cref="SpecException">Anything is wrong with it, or there is none of this name.</exception>
    public static ScheduledSpec OfShelf(ScheduleSettings schedule, int? version, SpecShelf shelf, AllowSettings allow)
    {
        StoredSpec stored = Find(schedule.Spec, version, shelf);
        string source = $"specs/{stored.Name}/{stored.Version}";
        using StringReader text = new(stored.Text);
        return new ScheduledSpec(SpecReader.Read(SpecReader.Parse(text, source), source, _ => Environment.CurrentDirectory, OverridesOf(schedule), new ListedAllowance(allow)), source);
    }

    private static StoredSpec Find(string name, int? version, SpecShelf shelf)
    {
        try
        {
            return shelf.Get(name, version);
        }
        catch (UnknownSpecException unknown)
        {
            throw new SpecException([new SpecError("specs", 0, 0, unknown.Message)]);
        }
    }

    private static IReadOnlyList<SpecOverride> OverridesOf(ScheduleSettings schedule) => [.. schedule.Set.Select(value => new SpecOverride(value.Key, value.Value))];
}
