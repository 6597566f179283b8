namespace Tapir.Activities.Reporting.Page;

/// <summary>Style sheets that travel inside the program.</summary>
internal static class Styles
{
    /// <param name="name">File name, as the project file embeds it.</param>
    public static string Read(string name)
    {
        string resource = $"Tapir.Activities.Reporting.{name}";
        using Stream stream = typeof(Styles).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is not in {typeof(Styles).Assembly.GetName().Name}; the project file must embed {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
