using Tapir.Host.Specs;

namespace Tapir.Host.Settings;

/// <summary>Reads <c>host.json</c> from the current folder; without one, the defaults hold.</summary>
internal static class HostSettingsFile
{
    private const string Name = "host.json";

    /// <exception cref="SpecException">Anything in it is wrong; all of it is listed, with lines.</exception>
    public static HostSettings Load()
    {
        if (!File.Exists(Name))
        {
            return new HostSettings();
        }

        List<SpecError> errors = [];
        object? settings = new YamlBinder(errors, _ => Name).BindRecord(SpecFile.ReadRoot(Name), typeof(HostSettings), "");
        return errors.Count == 0 ? (HostSettings)settings! : throw new SpecException(errors);
    }
}
