using System.Text.Json;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary><c>model</c> of a tokenizer.json.</summary>
internal static class BpeReader
{
    /// <summary>No tokenizer that anybody has comes near it; arrays are as long as the highest id.</summary>
    public const int HighestId = 10_000_000;

    /// <exception cref="InvalidDataException">Another model than BPE, or a part of it that is not known or not sound.</exception>
    public static BpeVocabulary ReadVocabulary(JsonPart model)
    {
        if (model.Type is not ("BPE" or "") || model["merges"].IsNothing || model["vocab"].Element.ValueKind != JsonValueKind.Object)
        {
            throw model.Unknown("the model");
        }

        foreach (string refused in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model[refused].TextOr("").Length > 0)
            {
                throw model[refused].Fault($"a {refused} is not one that Tapir knows");
            }
        }

        if (model["dropout"] is { IsNothing: false, Element: { ValueKind: JsonValueKind.Number } dropout } && dropout.GetDouble() > 0)
        {
            throw model["dropout"].Fault("a dropout makes ids random; set it to null");
        }

        JsonPart vocabulary = model["vocab"];
        Dictionary<string, int> ids = [];
        foreach (JsonProperty token in vocabulary.Element.EnumerateObject())
        {
            ids[token.Name] = new JsonPart(token.Value, $"{vocabulary.Path} of \"{token.Name}\"").Number(HighestId);
        }

        (string, string)[] merges = [.. model["merges"].Items().Select(Merge)];
        try
        {
            return new BpeVocabulary(ids, merges);
        }
        catch (InvalidDataException unsound)
        {
            throw model.Fault(unsound.Message.TrimEnd('.'));
        }
    }

    public static BpeOptions ReadOptions(JsonPart model, bool isByteLevel, IReadOnlyDictionary<string, int> ids)
    {
        string unknown = model["unk_token"].TextOr("");
        return new BpeOptions
        {
            IsByteLevel = isByteLevel,
            ByteFallback = model["byte_fallback"].FlagOr(false),
            IgnoreMerges = model["ignore_merges"].FlagOr(false),
            FuseUnknown = model["fuse_unk"].FlagOr(false),
            UnknownId = unknown.Length == 0 ? -1 : ids.TryGetValue(unknown, out int id) ? id : throw model["unk_token"].Fault($"\"{unknown}\" is no token"),
        };
    }

    private static (string Left, string Right) Merge(JsonPart merge)
    {
        string[] sides = merge.Element.ValueKind == JsonValueKind.Array ? [.. merge.Items().Select(side => side.Text())] : merge.Text().Split(' ');
        return sides.Length == 2 && sides[0].Length > 0 && sides[1].Length > 0 ? (sides[0], sides[1]) : throw merge.Fault("a merge is of two tokens");
    }
}
