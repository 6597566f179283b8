namespace Tapir.Host.Dashboard.Specs;

/// <summary>What a new spec begins with: an example, a stored spec, that of an earlier run, or, where none is named, every key with its default.</summary>
/// <param name="Example">Name of an example.</param>
/// <param name="Stored">Name of a stored spec.</param>
/// <param name="Version">Of the stored spec; null for the latest.</param>
/// <param name="Run">Id of an earlier run.</param>
internal sealed record SpecBeginning(string? Example, string? Stored, int? Version, string? Run)
{
    public static SpecBeginning Commented { get; } = new(null, null, null, null);

    public static SpecBeginning OfExample(string name) => Commented with { Example = name };

    public static SpecBeginning OfStored(string name, int? version = null) => Commented with { Stored = name, Version = version };

    public static SpecBeginning OfRun(string id) => Commented with { Run = id };

    /// <value>Where the page is that begins with it, relative to the root.</value>
    public string Address => this switch
    {
        { Run: { } run } => $"new?run={Uri.EscapeDataString(run)}",
        { Stored: { } name, Version: { } version } => FormattableString.Invariant($"new?spec={Uri.EscapeDataString(name)}&version={version}"),
        { Stored: { } name } => $"new?spec={Uri.EscapeDataString(name)}",
        { Example: { } example } => $"new?example={Uri.EscapeDataString(example)}",
        _ => "new",
    };
}
