using Tapir.Host.Scheduling;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Scheduling;
using Tapir.Orchestrations.Specs;

namespace Tapir.Host.Dashboard.Schedules;

/// <summary>What is written in the form of a new schedule, and what there is to say of it.</summary>
public sealed class ScheduleForm
{
    // Stands for the spec while none is chosen, so that the times are told all the same.
    private static readonly RunSpec NoSpec = new() { Name = "none" };

    private readonly Dictionary<string, string> wrong = new(StringComparer.Ordinal);
    private ScheduleStarter starter;

    public string Name { get; set; } = "";

    /// <value>Name of a stored spec; empty for none chosen.</value>
    public string Spec { get; set; } = "";

    /// <value>What is usual on overlap goes with it.</value>
    public ScheduleStarter Starter
    {
        get => starter;
        set
        {
            starter = value;
            Overlap = IsWatch ? OverlapPolicy.Queue : OverlapPolicy.Skip;
        }
    }

    public bool IsWatch => Starter == ScheduleStarter.Files;

    /// <value>Folder, or <c>blob:CONTAINER/PREFIX</c>.</value>
    public string Watch { get; set; } = "";

    public string Pattern { get; set; } = WatchTrigger.DataFiles;

    public string Settle { get; set; } = Duration.Write(WatchTrigger.UsualSettle);

    public string Every { get; set; } = Duration.Write(WatchTrigger.UsualEvery);

    public string Cron { get; set; } = "30 2 * * *";

    public string TimeZone { get; set; } = "UTC";

    public OverlapPolicy Overlap { get; set; } = OverlapPolicy.Skip;

    public MissedPolicy Missed { get; set; } = MissedPolicy.Once;

    public string Jitter { get; set; } = "";

    public string Start { get; set; } = "";

    public string End { get; set; } = "";

    /// <value>The next five times; none where there is anything wrong with them, or files are waited for.</value>
    public IReadOnlyList<DateTimeOffset> Upcoming { get; private set; } = [];

    public bool IsRight => wrong.Count == 0;

    /// <summary>What is wrong with a field, by its key; null for nothing.</summary>
    public string? Wrong(string key) => wrong.GetValueOrDefault(key);

    /// <summary>Checks all of it, with the messages of `tapir schedule add`.</summary>
    /// <returns>The schedule; null where anything is wrong.</returns>
    internal ScheduleDefinition? Check(ScheduleIntake intake, DateTimeOffset now)
    {
        wrong.Clear();
        if (Name.Length == 0)
        {
            wrong["name"] = "Give it a name: lower-case letters, digits and hyphens.";
        }

        if (Spec.Length == 0)
        {
            wrong["spec"] = "Choose what it starts.";
        }

        if (IsWatch && Watch.Length == 0)
        {
            wrong["watch"] = "Name the folder, or blob:CONTAINER/PREFIX.";
        }

        ScheduleRequest request = IsWatch ? WatchRequest() : CronRequest();
        ScheduleDefinition? read = Read(() => intake.Read(request, Name, Locate));
        Upcoming = UpcomingOf(request, now);
        return IsRight ? read : null;
    }

    private ScheduleRequest CronRequest() => new()
    {
        Spec = Spec,
        Cron = Cron,
        TimeZone = TimeZone,
        Start = Start.Length > 0 ? Start : null,
        End = End.Length > 0 ? End : null,
        Overlap = Overlap,
        Missed = Missed,
        Jitter = Jitter.Length > 0 ? TimeOf("jitter", Jitter) ?? default : default,
    };

    private ScheduleRequest WatchRequest() => new()
    {
        Spec = Spec,
        Watch = Watch,
        Pattern = Pattern,
        Settle = TimeOf("settle", Settle),
        Every = TimeOf("every", Every),
        Overlap = Overlap,
    };

    private TimeSpan? TimeOf(string key, string text)
    {
        if (Duration.TryParse(text, out TimeSpan time))
        {
            return time;
        }

        wrong[key] = $"'{text}' is no length of time; write {Duration.Examples}.";
        return null;
    }

    private static SpecError Locate(string key, string message) => new(key, 0, 0, message);

    private ScheduleDefinition? Read(Func<ScheduleDefinition> read)
    {
        try
        {
            return read();
        }
        catch (SpecException problem)
        {
            foreach (SpecError error in problem.Errors)
            {
                wrong.TryAdd(error.Source, error.Message);
            }

            return null;
        }
    }

    // Told also while the name is still to be found and no spec is chosen. The name has its part in the delay of each start.
    private IReadOnlyList<DateTimeOffset> UpcomingOf(ScheduleRequest request, DateTimeOffset now)
    {
        if (IsWatch || wrong.Keys.Any(key => key is not ("name" or "spec")))
        {
            return [];
        }

        string name = Name.Length == 0 || wrong.ContainsKey("name") ? "new" : Name;
        ScheduleDefinition timed = ScheduleReader.Read(request.ToSettings(name), ScheduleSource.Command, now, _ => new ScheduledSpec(NoSpec, ""), (_, _) => null, Locate);
        ScheduleState state = ScheduleState.New(timed, now);
        return ScheduleDocument.Of(new ScheduleEntry(state, ScheduleStatus.Of(state), Failure: null), now).Upcoming;
    }
}
