using Tapir.Host.Specs;
using YamlDotNet.RepresentationModel;

namespace Tapir.Host.Settings;

/// <summary>Reads <c>host.json</c> from the current folder; without one, the defaults hold.</summary>
internal static class HostSettingsFile
{
    public const string Name = "host.json";

    /// <param name="path">Another file, for tests.</param>
    /// <exception cref="SpecException">Anything in it is wrong; all of it is listed, with lines.</exception>
    public static HostSettings Load(string path = Name)
    {
        if (!File.Exists(path))
        {
            return new HostSettings();
        }

        List<SpecError> errors = [];
        YamlMappingNode root = SpecFile.ReadRoot(path);
        HostSettings? settings = (HostSettings?)new YamlBinder(errors, _ => path).BindRecord(root, typeof(HostSettings), "");
        if (errors.Count == 0)
        {
            errors.AddRange(HostSettingsRules.Check(settings!).Select(problem => SpecReader.Locate(problem, root, _ => path)));
        }

        return errors.Count == 0 ? settings! : throw new SpecException(errors);
    }
}
