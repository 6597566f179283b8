using System.Text.Json;
using Tapir.Models.Tokenization.Normalizing;
using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>Reads the <c>tokenizer.json</c> of LLaMA, Mistral, Qwen and their like: BPE over bytes, or over characters with bytes to fall back on.</summary>
internal static class TokenizerFile
{
    /// <summary><paramref name="source"/> names the text in errors.</summary>
    /// <exception cref="InvalidDataException">Not JSON, not sound, or with a construct that is not known; the message names it.</exception>
    public static BpeTokenizerParts Read(string json, string source)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            JsonPart root = new(document.RootElement, "");
            if (root.Element.ValueKind != JsonValueKind.Object || root["model"].IsNothing)
            {
                throw root.Fault("there is no \"model\"");
            }

            return Read(root, json);
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"{source}: not a tokenizer.json: {malformed.Message}", malformed);
        }
        catch (InvalidDataException unsound)
        {
            throw new InvalidDataException($"{source}: {unsound.Message}", unsound);
        }
    }

    private static BpeTokenizerParts Read(JsonPart root, string json)
    {
        JsonPart model = root["model"];
        BpeVocabulary vocabulary = BpeReader.ReadVocabulary(model);
        AddedToken[] added = [.. root["added_tokens"].Items().Select(token => AddedTokenReader.Read(token, vocabulary.Ids))];
        int size = 1 + vocabulary.Ids.Values.Concat(added.Select(token => token.Id)).DefaultIfEmpty(-1).Max();
        string[] tokens = new string[size];
        Array.Fill(tokens, "");
        foreach ((string token, int id) in vocabulary.Ids)
        {
            tokens[id] = token;
        }

        ITextNormalizer normalizer = NormalizerReader.Read(root["normalizer"]);
        if (added.FirstOrDefault(token => token.Normalized && normalizer.Normalize(token.Content).Length == 0) is { } vanished)
        {
            throw root["added_tokens"].Fault($"the normalizer leaves nothing of \"{vanished.Content}\"");
        }

        return new BpeTokenizerParts(
            added,
            normalizer,
            Words(root, vocabulary),
            DecoderReader.Read(root["decoder"], tokens, added),
            PostProcessorReader.ReadBeginIds(root["post_processor"]),
            size,
            json);
    }

    private static TextStage Words(JsonPart root, BpeVocabulary vocabulary)
    {
        const char Mark = '▁';
        JsonPart cutter = root["pre_tokenizer"];
        BpeOptions options = BpeReader.ReadOptions(root["model"], PreTokenizerReader.IsByteLevel(cutter), vocabulary.Ids);
        TextStage last = new BpeStage(vocabulary, options);
        bool cutsAtMarks = !options.IsByteLevel && !options.IgnoreMerges && vocabulary.Ids.ContainsKey(Mark.ToString()) && MarkBoundaryStage.IsExact(vocabulary.Ids.Keys, Mark);
        return PreTokenizerReader.Read(cutter, cutsAtMarks ? new MarkBoundaryStage(Mark, last) : last);
    }
}
