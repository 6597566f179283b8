namespace Tapir.Orchestrations.Specs;

/// <summary>How a model is called in reports: not by the folders of the machine that it was found on.</summary>
public static class ModelName
{
    /// <summary>What an address in a hub begins with.</summary>
    public const string Hub = "hf://";

    /// <summary>Whether a model lies on this machine.</summary>
    /// <param name="model">Null for none.</param>
    public static bool IsLocal(string? model) => model is not null && !model.StartsWith(Hub, StringComparison.Ordinal);

    /// <summary>The last part of a path; an address in a hub as it is.</summary>
    public static string Of(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!IsLocal(model))
        {
            return model;
        }

        string path = model.TrimEnd('/', '\\');
        return path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
    }
}
