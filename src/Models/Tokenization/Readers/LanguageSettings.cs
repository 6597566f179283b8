using System.Text.Json;
using System.Text.Json.Nodes;
using Tapir.Models.ChatTemplates;

namespace Tapir.Models.Tokenization.Readers;

/// <summary>What a checkpoint says of its language beside its tokenizer: <c>tokenizer_config.json</c>.</summary>
/// <param name="ChatTemplate">Jinja; empty where there is none.</param>
/// <param name="EndIds">Ids that end a text beside the end token, as <c>generation_config.json</c> lists them.</param>
internal sealed record LanguageSettings(TemplateTokens Tokens, string ChatTemplate, IReadOnlyList<int> EndIds)
{
    private const string EndIdsKey = "tapir_end_ids";

    /// <value>Whether plain text begins with the begin token; where the file says nothing, what <c>tokenizer.json</c> does counts.</value>
    public BeginRule Begins { get; init; } = BeginRule.AsTokenizer;

    /// <summary>Reads a tokenizer_config.json; of an empty text, nothing is known.</summary>
    /// <exception cref="InvalidDataException">Not JSON, or a value of the wrong kind.</exception>
    public static LanguageSettings Read(string text, string source)
    {
        if (text.Length == 0)
        {
            return new LanguageSettings(new TemplateTokens(), "", []);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonPart root = new(document.RootElement, "");
            TemplateTokens tokens = new() { Begin = Token(root["bos_token"]), End = Token(root["eos_token"]), Unknown = Token(root["unk_token"]), Padding = Token(root["pad_token"]) };
            return new LanguageSettings(tokens, Template(root["chat_template"]), [.. root[EndIdsKey].Items().Select(id => id.Number(BpeReader.HighestId))])
            {
                Begins = root["add_bos_token"].IsNothing ? BeginRule.AsTokenizer : root["add_bos_token"].FlagOr(false) ? BeginRule.Always : BeginRule.Never,
            };
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"{source}: not a tokenizer_config.json: {malformed.Message}", malformed);
        }
        catch (InvalidDataException unsound)
        {
            throw new InvalidDataException($"{source}: {unsound.Message}", unsound);
        }
    }

    /// <summary>The given tokenizer_config.json with these settings in it, so that one file says all.</summary>
    public string WriteInto(string text)
    {
        // Without a class transformers would take the one that belongs to the kind of model, and that has a begin token of its own mind.
        JsonObject root = text.Length == 0
            ? new JsonObject { ["clean_up_tokenization_spaces"] = false, ["tokenizer_class"] = "PreTrainedTokenizerFast" }
            : JsonNode.Parse(text)!.AsObject();
        root["chat_template"] = ChatTemplate.Length > 0 ? ChatTemplate : null;
        root[EndIdsKey] = new JsonArray([.. EndIds.Select(id => (JsonNode)id)]);
        foreach ((string name, object? token) in Tokens.Names())
        {
            root[name] = (string)token!;
        }

        return root.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
    }

    private static string Token(JsonPart token) => token.Element.ValueKind == JsonValueKind.Object ? token["content"].TextOr("") : token.TextOr("");

    private static string Template(JsonPart template)
    {
        if (template.Element.ValueKind != JsonValueKind.Array)
        {
            return template.TextOr("");
        }

        JsonPart[] named = [.. template.Items()];
        JsonPart chosen = named.FirstOrDefault(one => one["name"].TextOr("") == "default", named.FirstOrDefault());
        return chosen["template"].TextOr("");
    }
}
