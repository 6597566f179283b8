using Tapir.Models.Tests.Checkpoints.Hub;

namespace Tapir.Activities.Tests.Students;

/// <summary>A hub with one model, <c>hf://owner/model</c>: that of the fixtures. Starts when it is first asked for.</summary>
internal static class FixtureHub
{
    private static readonly Lazy<LocalHub> Started = new(Start);

    public static Uri Endpoint => Started.Value.Endpoint;

    private static LocalHub Start()
    {
        LocalHub hub = new();
        foreach (string file in Directory.GetFiles(FixtureFolder.File("model")))
        {
            hub.Files[Path.GetFileName(file)] = File.ReadAllBytes(file);
        }

        return hub;
    }
}
