using System.CommandLine;
using System.CommandLine.Parsing;
using Tapir.Host.Engine;
using Tapir.Host.Scheduling;
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
        Argument<string> spec = CommonOptions.Spec();
        Option<string[]> set = CommonOptions.Set();
        Option<string> cron = new("--cron") { Description = "When to start: minute, hour, day of month, month, day of week, with seconds before them if need be; or a macro such as @daily.", HelpName = "CRON", Required = true };
        Option<string> timeZone = new("--time-zone") { Description = "In whose wall-clock time, such as Europe/Berlin.", HelpName = "ZONE", DefaultValueFactory = _ => "UTC" };
        Option<string?> start = new("--start") { Description = "No start before then: 2026-12-01, 2026-12-01T06:30 or 2026-12-01T06:30+01:00.", HelpName = "TIME" };
        Option<string?> end = new("--end") { Description = "No start after then.", HelpName = "TIME" };
        Option<OverlapPolicy> overlap = new("--overlap") { HelpName = "skip|queue|cancel", Description = "When the run before is not over: skip the new one, queue it, or cancel the old one.", DefaultValueFactory = _ => OverlapPolicy.Skip };
        Option<MissedPolicy> missed = new("--missed") { HelpName = "skip|once|all", Description = "What to do with starts that were missed: skip them, start once, or all of them up to --missed-limit.", DefaultValueFactory = _ => MissedPolicy.Once };
        Option<int> missedLimit = new("--missed-limit") { Description = "How many missed starts are made up for with --missed all.", HelpName = "N", DefaultValueFactory = _ => 10 };
        Option<TimeSpan> jitter = new("--jitter") { Description = "Delay each start by up to this, such as 10m.", HelpName = "TIME", CustomParser = ReadDuration };
        Option<bool> replace = new("--replace") { Description = "Change the schedule of this name if there is one." };
        Option<string> state = CommonOptions.State();
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "add",
            "Make a schedule.\n\nExample: tapir schedule add nightly my-run.yaml --cron \"30 2 * * *\" --time-zone Europe/Berlin --missed once --overlap skip --jitter 10m")
        {
            name, spec, set, cron, timeZone, start, end, overlap, missed, missedLimit, jitter, replace, state, json,
        };
        command.SetGuardedAction(async (arguments, cancellation) =>
        {
            ScheduleSettings settings = new()
            {
                Name = arguments.GetRequiredValue(name),
                Spec = arguments.GetRequiredValue(spec),
                Set = (arguments.GetValue(set) ?? []).Select(SpecOverride.Parse).ToDictionary(change => change.Key, change => change.Value),
                Cron = arguments.GetRequiredValue(cron),
                TimeZone = arguments.GetRequiredValue(timeZone),
                Start = arguments.GetValue(start),
                End = arguments.GetValue(end),
                Overlap = arguments.GetValue(overlap),
                Missed = arguments.GetValue(missed),
                MissedLimit = arguments.GetValue(missedLimit),
                Jitter = arguments.GetValue(jitter),
            };
            AllowSettings allow = HostSettingsFile.Load().Tapir.Allow;
            ScheduleDefinition definition = ScheduleReader.Read(settings, ScheduleSource.Command, TimeProvider.System.GetUtcNow(), schedule => ScheduledSpec.OfFile(schedule, allow), Locate);
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

    private static TimeSpan ReadDuration(ArgumentResult result)
    {
        if (Duration.TryParse(result.Tokens[0].Value, out TimeSpan duration))
        {
            return duration;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no length of time; write {Duration.Examples}.");
        return default;
    }
}
