using System.CommandLine;
using System.CommandLine.Parsing;
using Tapir.Host.Engine;
using Tapir.Host.Scheduling;
using Tapir.Host.Scheduling.Watching;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.State;
using Tapir.Orchestrations.Scheduling;

namespace Tapir.Host.Commands.Schedules;

internal static class AddScheduleCommand
{
    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = "Name of the schedule: lower-case letters, digits and hyphens." };
        Argument<string> spec = CommandOptions.Spec();
        Option<string[]> set = CommandOptions.Set();
        Option<string?> cron = new("--cron") { Description = "When to start: minute, hour, day of month, month, day of week, with seconds before them if need be; or a macro such as @daily.", HelpName = "CRON" };
        Option<string?> watch = new("--watch") { Description = "Instead of --cron: start when files there are new or have changed, and have settled. Must lie within tapir.allow.read of host.json.", HelpName = "DIR|blob:CONTAINER/PREFIX" };
        Option<string?> pattern = new("--pattern") { Description = "Which files are watched; several patterns are separated by commas. *.jsonl,*.json where left out.", HelpName = "PATTERN" };
        Option<TimeSpan?> settle = new("--settle") { Description = "For how long new files must not have changed; 30s where left out.", HelpName = "TIME", CustomParser = ReadDuration };
        Option<TimeSpan?> every = new("--every") { Description = "How often it is looked; 10s where left out.", HelpName = "TIME", CustomParser = ReadDuration };
        Option<string> timeZone = new("--time-zone") { Description = "In whose wall-clock time, such as Europe/Berlin.", HelpName = "ZONE", DefaultValueFactory = _ => "UTC" };
        Option<string?> start = new("--start") { Description = "No start before then: 2026-12-01, 2026-12-01T06:30 or 2026-12-01T06:30+01:00.", HelpName = "TIME" };
        Option<string?> end = new("--end") { Description = "No start after then.", HelpName = "TIME" };
        Option<OverlapPolicy?> overlap = new("--overlap") { HelpName = "skip|queue|cancel", Description = "When the run before is not over: skip the new one, queue it, or cancel the old one. Where left out, skip with --cron and queue with --watch." };
        Option<MissedPolicy> missed = new("--missed") { HelpName = "skip|once|all", Description = "What to do with starts that were missed: skip them, start once, or all of them up to --missed-limit.", DefaultValueFactory = _ => MissedPolicy.Once };
        Option<int> missedLimit = new("--missed-limit") { Description = "How many missed starts are made up for with --missed all.", HelpName = "N", DefaultValueFactory = _ => 10 };
        Option<TimeSpan?> jitter = new("--jitter") { Description = "Delay each start by up to this, such as 10m.", HelpName = "TIME", CustomParser = ReadDuration };
        Option<bool> replace = new("--replace") { Description = "Change the schedule of this name if there is one." };
        Option<string> state = CommandOptions.State();
        Option<bool> json = CommandOptions.Json();
        Command command = new(
            "add",
            "Make a schedule: by the clock, or by files that come.\n\nExample: tapir schedule add nightly my-run.yaml --cron \"30 2 * * *\" --time-zone Europe/Berlin --missed once --overlap skip --jitter 10m\n"
            + "Example: tapir schedule add incoming my-run.yaml --watch /data/in --settle 1m")
        {
            name, spec, set, cron, watch, pattern, settle, every, timeZone, start, end, overlap, missed, missedLimit, jitter, replace, state, json,
        };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            ScheduleSettings settings = new()
            {
                Name = arguments.GetRequiredValue(name),
                Spec = arguments.GetRequiredValue(spec),
                Set = (arguments.GetValue(set) ?? []).Select(SpecOverride.Parse).ToDictionary(change => change.Key, change => change.Value),
                Cron = arguments.GetValue(cron),
                Watch = arguments.GetValue(watch),
                Pattern = arguments.GetValue(pattern),
                Settle = arguments.GetValue(settle),
                Every = arguments.GetValue(every),
                TimeZone = arguments.GetRequiredValue(timeZone),
                Start = arguments.GetValue(start),
                End = arguments.GetValue(end),
                Overlap = arguments.GetValue(overlap),
                Missed = arguments.GetValue(missed),
                MissedLimit = arguments.GetValue(missedLimit),
                Jitter = arguments.GetValue(jitter) ?? TimeSpan.Zero,
            };
            TapirSettings host = HostSettingsFile.Load().Tapir;
            ScheduleDefinition definition = ScheduleReader.Read(
                settings, ScheduleSource.Command, TimeProvider.System.GetUtcNow(), schedule => ScheduledSpec.OfFile(schedule, host.Allow), new WatchAllowance(host).RefusalOf, Locate);
            await using TapirEngine engine = await TapirEngine.OpenAsync(StateFolder.Open(arguments.GetRequiredValue(state)), EngineAccess.Join, cancellation);
            ScheduleDocument made = await MakeAsync(new ScheduleDesk(engine, TimeProvider.System), definition, arguments.GetValue(replace), cancellation);
            ScheduleText.Write(made, arguments.GetValue(json));
            if (engine.OwnsHub)
            {
                await Console.Error.WriteLineAsync("`tapir serve` starts its runs; no process works on schedules now.");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<ScheduleDocument> MakeAsync(ScheduleDesk desk, ScheduleDefinition definition, bool mayReplace, CancellationToken cancellation)
    {
        string name = definition.Name;
        if (mayReplace && await desk.Book.TryGetAsync(name, cancellation) is { Failure: null } before)
        {
            ScheduleRights.AssertByCommand(before);
            await desk.TellAsync(
                name, new ChangeSchedule(definition), WorkerOffer.SchedulesWithoutStarts, entry => entry?.Status.CommandsTaken > before.Status.CommandsTaken, cancellation);
        }
        else if (mayReplace)
        {
            await desk.Book.AddOrReplaceAsync(definition, cancellation);
        }
        else
        {
            await desk.Book.AddAsync(definition, cancellation);
        }

        return ScheduleDocument.Of(await desk.Book.GetAsync(name, cancellation), TimeProvider.System.GetUtcNow());
    }

    // A rule's key is an option here.
    private static SpecError Locate(string key, string message) => new(
        key switch
        {
            "timeZone" => "--time-zone",
            "missedLimit" => "--missed-limit",
            "name" => "NAME",
            "spec" => "SPEC",
            "" => "schedule",
            _ => $"--{key}",
        },
        0,
        0,
        message);

    private static TimeSpan? ReadDuration(ArgumentResult result)
    {
        if (Duration.TryParse(result.Tokens[0].Value, out TimeSpan duration))
        {
            return duration;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no length of time; write {Duration.Examples}.");
        return null;
    }
}
