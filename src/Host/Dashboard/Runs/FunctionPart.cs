using Tapir.Activities.Reporting.Page;
using Tapir.Host.Results;
using Tapir.Host.Serving;
using Tapir.Orchestrations.Preference;

namespace Tapir.Host.Dashboard.Runs;

/// <summary>The functions of one part of a run: what comes before and after the rounds, one round, or the preference tuning.</summary>
/// <param name="Name"><c>run</c>, <c>preference</c>, or the round, such as <c>round-2</c>.</param>
/// <param name="IsLast">Whether it began last.</param>
internal sealed record FunctionPart(string Name, IReadOnlyList<FunctionResource> Functions, IReadOnlyList<ParkedDocument> Parked, bool IsLast)
{
    public string Title => Name switch
    {
        "run" => "Seed, first student, export",
        PreferenceTuning.Part => "Preference tuning",
        _ => $"Round {Name[(Name.LastIndexOf('-') + 1)..]}",
    };

    /// <value>Whether something in it did not go well.</value>
    public bool NeedsLook => Parked.Count > 0 || Functions.Any(line => line.Failed > 0 || line.Running > 0);

    public string Summary
    {
        get
        {
            int running = Functions.Sum(line => line.Running);
            int cached = Functions.Sum(line => line.Cached);
            string[] parts =
            [
                .. running > 0 ? [$"{Numbers.Count(running)} running"] : Array.Empty<string>(),
                $"{Numbers.Count(Functions.Sum(line => line.Computed))} done",
                .. cached > 0 ? [$"{Numbers.Count(cached)} cached"] : Array.Empty<string>(),
                .. Parked.Count > 0 ? [$"{Numbers.Count(Parked.Count)} parked"] : Array.Empty<string>(),
            ];
            return string.Join(" · ", parts);
        }
    }

    /// <summary>The parts in the order in which they began.</summary>
    public static IReadOnlyList<FunctionPart> Of(IReadOnlyList<FunctionResource> functions, IReadOnlyList<ParkedDocument> parked)
    {
        ILookup<string, ParkedDocument> waiting = parked.ToLookup(item => item.Part);
        ILookup<string, FunctionResource> lines = functions.ToLookup(line => line.Part);
        string[] names = [.. lines.Select(part => part.Key).Union(waiting.Select(part => part.Key))];
        // What was called last is under way, or ended the run.
        string? last = functions.LastOrDefault(line => line.Running > 0)?.Part ?? names.LastOrDefault();
        return [.. names.Select(name => new FunctionPart(name, [.. lines[name]], [.. waiting[name]], name == last))];
    }
}
