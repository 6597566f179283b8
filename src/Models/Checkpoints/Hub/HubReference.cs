using System.Text.RegularExpressions;

namespace Tapir.Models.Checkpoints.Hub;

/// <summary>A checkpoint on a model hub: <c>hf://owner/name</c>, with <c>@revision</c> for another branch, tag or commit than main, and <c>/file.gguf</c> behind the name for
/// one GGUF file of it.</summary>
/// <param name="File">The GGUF file's name; empty for the safetensors of the repository.</param>
public sealed partial record HubReference(string Owner, string Name, string Revision, string File)
{
    public const string Scheme = "hf://";

    /// <summary>Owner and name, as the hub's addresses have them.</summary>
    public string Repository => $"{Owner}/{Name}";

    /// <summary>Whether a text means a hub and not a path.</summary>
    public static bool IsReference(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FormatException">Not of the form above; the message says what it is.</exception>
    public static HubReference Parse(string text)
    {
        Match match = Form().Match(text);
        return match.Success && match.Groups.Values.All(part => part.Value is not ("." or ".."))
            ? new HubReference(match.Groups["owner"].Value, match.Groups["name"].Value, match.Groups["revision"] is { Success: true } revision ? revision.Value : "main", match.Groups["file"].Value)
            : throw new FormatException($"\"{text}\" is not a checkpoint on a hub: hf://owner/name, hf://owner/name@revision or hf://owner/name/file.gguf@revision is.");
    }

    public override string ToString() => $"{Scheme}{Repository}{(File.Length > 0 ? $"/{File}" : "")}@{Revision}";

    [GeneratedRegex(@"^hf://(?<owner>[\w.-]+)/(?<name>[\w.-]+)(/(?<file>[\w.-]+\.gguf))?(@(?<revision>[\w./-]+))?\z", RegexOptions.IgnoreCase | RegexOptions.ECMAScript)]
    private static partial Regex Form();
}
