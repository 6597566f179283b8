using Tapir.Host.Scheduling.Watching;
using Tapir.Host.Settings;
using Tapir.Host.Specs;
using Tapir.Orchestrations.Scheduling;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Scheduling;

/// <summary>The schedules of <c>host.json</c>, each error with its line there.</summary>
internal static class SettingsSchedules
{
    /// <param name="allow">What their specs may name.</param>
    /// <param name="path">Another file than <c>host.json</c>, for tests. Specs are named from where it lies.</param>
    /// <exception cref="SpecException">Anything is wrong with any of them, or with the spec of one; all of it is listed.</exception>
    public static IReadOnlyList<ScheduleDefinition> Read(IReadOnlyList<ScheduleSettings> schedules, AllowSettings allow, DateTimeOffset now, string path = HostSettingsFile.Name)
    {
        if (schedules.Count == 0)
        {
            return [];
        }

        YamlNode written = SpecFile.ReadRoot(path)["tapir"]["schedules"];
        List<SpecError> errors = [];
        List<ScheduleDefinition> read = [];
        foreach ((int index, ScheduleSettings settings) in schedules.Index())
        {
            SpecError Locate(string key, string message) => At(path, written[index], key, $"schedule '{settings.Name}': {message}");
            if (schedules.Take(index).Any(before => before.Name == settings.Name))
            {
                errors.Add(Locate("name", "there is another of this name above; give each its own"));
            }

            try
            {
                // What the operator names here needs no other leave.
                read.Add(ScheduleReader.Read(
                    From(Path.GetDirectoryName(path)!, settings), ScheduleSource.Settings, now, schedule => ScheduledSpec.OfFile(schedule, allow), (_, _) => null, Locate));
            }
            catch (SpecException problem)
            {
                errors.AddRange(problem.Errors);
            }
        }

        return errors.Count == 0 ? read : throw new SpecException(errors);
    }

    private static ScheduleSettings From(string folder, ScheduleSettings settings) => settings with
    {
        Spec = Path.Combine(folder, settings.Spec),
        Watch = settings.Watch is { Length: > 0 } place && !WatchedAddress.IsBlob(place) ? Path.Combine(folder, place) : settings.Watch,
    };

    private static SpecError At(string path, YamlNode schedule, string key, string message)
    {
        YamlNode node = schedule is YamlMappingNode keys && keys.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : schedule;
        return new SpecError(path, node.Start.Line, node.Start.Column, message);
    }
}
