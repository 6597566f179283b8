using Tapir.Host.Scheduling.Watching;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Host.Specs.Shelf;
using Tapir.Orchestrations.Scheduling;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Scheduling;

/// <summary>Reads schedules that come over HTTP or from the page, as strictly as those of <c>host.json</c>.</summary>
internal sealed class ScheduleIntake(SpecShelf shelf, HostSettings settings, TimeProvider clock)
{
    private const string Source = "schedule";

    /// <param name="text">A <see cref="ScheduleRequest"/> as JSON or YAML.</param>
    /// <param name="name">What it is to be called.</param>
    /// <exception cref="ScheduleException">Anything is wrong; all of it is listed, with its line in the text.</exception>
    public ScheduleDefinition Read(string text, string name)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ScheduleException([new SpecError(Source, 0, 0, "there is none: send the name of a stored spec as 'spec', and when to start its runs as 'cron', or the folder whose new files start them as 'watch'")]);
        }

        try
        {
            using StringReader reader = new(text);
            YamlMappingNode root = SpecReader.Parse(reader, Source);
            List<SpecError> errors = [];
            ScheduleRequest? request = (ScheduleRequest?)new YamlBinder(errors, _ => Source).BindRecord(root, typeof(ScheduleRequest), "");
            return errors.Count == 0
                ? Read(request!, name, (key, message) => key == "name" ? new SpecError("name", 0, 0, message) : SpecReader.Locate((key, message), root, _ => Source))
                : throw new SpecException(errors);
        }
        catch (SpecException problem) when (problem is not ScheduleException)
        {
            throw new ScheduleException(problem.Errors);
        }
    }

    /// <param name="locate">Where the value of a key was written: an error there, with the message given.</param>
    /// <exception cref="SpecException">Anything is wrong; all of it is listed.</exception>
    public ScheduleDefinition Read(ScheduleRequest request, string name, Func<string, string, SpecError> locate) => ScheduleReader.Read(
        request.ToSettings(name),
        ScheduleSource.Command,
        clock.GetUtcNow(),
        schedule => ScheduledSpec.OfShelf(schedule, request.Version, shelf, settings.Tapir.Allow),
        new WatchAllowance(settings.Tapir).RefusalOf,
        locate);
}
