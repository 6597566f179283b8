using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tapir.Models.Checkpoints.Hub;

/// <summary>What a repository has at one commit, and which of it makes a checkpoint.</summary>
internal sealed partial record HubListing(string Commit, IReadOnlyList<string> Files)
{
    private static readonly string[] Texts = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"];

    /// <summary>Reads the answer of <c>api/models/OWNER/NAME/revision/REVISION</c>.</summary>
    /// <exception cref="InvalidDataException">Not such an answer.</exception>
    public static HubListing Parse(string text, Uri source)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            string commit = json.RootElement.GetProperty("sha").GetString() ?? "";
            string[] files = [.. json.RootElement.GetProperty("siblings").EnumerateArray().Select(file => file.GetProperty("rfilename").GetString() ?? "")];
            return CommitForm().IsMatch(commit) ? new HubListing(commit, files) : throw new FormatException($"its commit is \"{commit}\"");
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"{source}: not the answer of a model hub: {malformed.Message}", malformed);
        }
    }

    /// <summary>The files to fetch. Names with a folder in them are never among these.</summary>
    /// <exception cref="HubRefusedException">There are no weights that can be read.</exception>
    public IReadOnlyList<string> Wanted(HubReference reference)
    {
        if (reference.File.Length > 0)
        {
            return Files.Contains(reference.File) ? [reference.File] : throw new HubRefusedException(
                $"{reference}: there is no such file; of GGUF there is: {Names(".gguf")}.");
        }

        string[] weights = Files.Contains("model.safetensors") ? ["model.safetensors"] : [.. Files.Where(file => file == Safetensors.ShardedSafetensors.IndexName || ShardForm().IsMatch(file))];
        return weights.Length > 0 && Files.Contains("config.json") ? [.. Texts.Where(Files.Contains), .. weights] : throw new HubRefusedException(
            $"{reference}: the repository has no config.json with model.safetensors. Of GGUF it has: {Names(".gguf")}; name one of them behind the repository.");
    }

    private string Names(string ending) => string.Join(", ", Files.Where(file => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)).DefaultIfEmpty("none"));

    [GeneratedRegex(@"^model-\d{5}-of-\d{5}\.safetensors\z", RegexOptions.ECMAScript)]
    private static partial Regex ShardForm();

    [GeneratedRegex(@"^[0-9a-f]{40}\z", RegexOptions.ECMAScript)]
    private static partial Regex CommitForm();
}
