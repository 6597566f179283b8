using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tapir.Models.ChatTemplates;
using Tapir.Models.Generation;

namespace Tapir.Host.ModelServing;

/// <summary>Reads requests of both kinds. What is asked for and cannot be done is refused, rather than left out in silence; all that is wrong is told at once.</summary>
internal static class CallReader
{
    private const int MostAnswers = 128;
    private const int MostStops = 16;
    private const int MostRanked = 20;
    private static readonly string[] OfNoUse = ["tools", "functions", "logit_bias", "audio", "prediction", "web_search_options", "modalities"];

    /// <exception cref="OpenAIException">Anything is wrong with it.</exception>
    public static CompletionCall Chat(RequestFields fields, ServedModel model)
    {
        RefuseWhatCannotBeDone(fields);
        JsonElement format = fields["response_format"];
        if (format.ValueKind == JsonValueKind.Object && !(format.TryGetProperty("type", out JsonElement kind) && kind.ValueEquals("text")))
        {
            fields.Refuse("response_format", "'response_format' is not supported but for text: ask for the form in the messages.");
        }

        bool isRanked = fields.Flag("logprobs");
        int best = (int)fields.Whole("top_logprobs", 0, 0, MostRanked);
        if (fields.Has("top_logprobs") && !isRanked)
        {
            fields.Refuse("top_logprobs", "'top_logprobs' needs 'logprobs': true.");
        }

        IReadOnlyList<ChatTurn> turns = Turns(fields);
        return Finish(fields, model, isRanked ? best : -1, () => [model.Runner.Language.Chat.Prompt(turns)]);
    }

    /// <inheritdoc cref="Chat" path="/exception"/>
    public static CompletionCall Text(RequestFields fields, ServedModel model)
    {
        RefuseWhatCannotBeDone(fields);
        if (fields.Flag("echo"))
        {
            fields.Refuse("echo", "'echo' is not supported.");
        }

        if (fields.Has("suffix"))
        {
            fields.Refuse("suffix", "'suffix' is not supported.");
        }

        int best = (int)fields.Whole("logprobs", -1, 0, MostRanked);
        if (fields.Whole("best_of", 1, 1, MostAnswers) != 1 && fields.Whole("best_of", 1, 1, MostAnswers) != fields.Whole("n", 1, 1, MostAnswers))
        {
            fields.Refuse("best_of", "'best_of' is not supported; ask for as many as 'n'.");
        }

        IReadOnlyList<int[]> prompts = Prompts(fields, model);
        return Finish(fields, model, best, () => prompts);
    }

    private static CompletionCall Finish(RequestFields fields, ServedModel model, int ranked, Func<IReadOnlyList<int[]>> prompts)
    {
        JsonElement name = fields["model"];
        if (name.ValueKind != JsonValueKind.String)
        {
            fields.Refuse("model", $"'model' must name the model: {model.Name}.");
        }

        long most = fields.Has("max_completion_tokens")
            ? fields.Whole("max_completion_tokens", model.Runner.ContextLength, 1, int.MaxValue)
            : fields.Whole("max_tokens", model.Runner.ContextLength, 1, int.MaxValue);
        long seed = fields.Whole("seed", 0, long.MinValue, long.MaxValue);
        GenerationOptions options = new()
        {
            MaxNewTokens = (int)most,
            Temperature = fields.Number("temperature", 1, 0, 2),
            TopP = Math.Max(fields.Number("top_p", 1, 0, 1), double.Epsilon),
            TopK = (int)fields.Whole("top_k", 0, 0, int.MaxValue),
            MinP = fields.Number("min_p", 0, 0, 1),
            RepetitionPenalty = fields.Number("repetition_penalty", 1, 0.01, 100),
            FrequencyPenalty = fields.Number("frequency_penalty", 0, -2, 2),
            PresencePenalty = fields.Number("presence_penalty", 0, -2, 2),
            StopTexts = fields.Texts("stop", MostStops),
            TopLogProbabilities = ranked,
        };
        int count = (int)fields.Whole("n", 1, 1, MostAnswers);
        bool isStreamed = fields.Flag("stream");
        bool hasUsage = fields["stream_options"] is { ValueKind: JsonValueKind.Object } wanted && wanted.TryGetProperty("include_usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.True;
        fields.ThrowIfWrong();
        if (!name.ValueEquals(model.Name))
        {
            throw new OpenAIException(
                StatusCodes.Status404NotFound, "invalid_request_error", $"The model {RequestFields.Shown(name)} is not served here; '{model.Name}' is.", "model", "model_not_found");
        }

        return new CompletionCall(prompts(), count, options, fields.Has("seed") ? (ulong)seed : model.NewSeed(), isStreamed, hasUsage);
    }

    private static void RefuseWhatCannotBeDone(RequestFields fields)
    {
        foreach (string name in OfNoUse.Where(fields.Has))
        {
            JsonElement value = fields[name];
            bool isEmpty = value.ValueKind switch
            {
                JsonValueKind.Array => value.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String && part.ValueEquals("text")),
                JsonValueKind.Object => !value.EnumerateObject().Any(),
                _ => false,
            };
            if (!isEmpty)
            {
                fields.Refuse(name, $"'{name}' is not supported.");
            }
        }
    }

    private static List<ChatTurn> Turns(RequestFields fields)
    {
        JsonElement messages = fields["messages"];
        if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            fields.Refuse("messages", "'messages' must be a list with at least one message.");
            return [];
        }

        List<ChatTurn> turns = [];
        foreach (JsonElement message in messages.EnumerateArray())
        {
            string field = $"messages[{turns.Count}]";
            if (message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out JsonElement role) && role.ValueKind == JsonValueKind.String)
            {
                // What OpenAI calls the developer's words since 2024; the templates of models know the older name.
                string said = role.GetString()!;
                turns.Add(new ChatTurn(said == "developer" ? "system" : said, Content(fields, field, message)));
                continue;
            }

            fields.Refuse($"{field}.role", $"'{field}' needs a 'role': system, user or assistant.");
            turns.Add(ChatTurn.User(""));
        }

        return turns;
    }

    private static string Content(RequestFields fields, string field, JsonElement message)
    {
        JsonElement content = message.TryGetProperty("content", out JsonElement given) ? given : default;
        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString()!;
        }

        if (content.ValueKind == JsonValueKind.Array && content.EnumerateArray().All(IsText))
        {
            return string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
        }

        fields.Refuse($"{field}.content", $"'{field}.content' must be a text, or a list of parts of type text.");
        return "";

        static bool IsText(JsonElement part) => part.ValueKind == JsonValueKind.Object
            && part.TryGetProperty("type", out JsonElement type) && type.ValueEquals("text")
            && part.TryGetProperty("text", out JsonElement text) && text.ValueKind == JsonValueKind.String;
    }

    private static IReadOnlyList<int[]> Prompts(RequestFields fields, ServedModel model)
    {
        JsonElement prompt = fields["prompt"];
        JsonElement[] parts = prompt.ValueKind == JsonValueKind.Array ? [.. prompt.EnumerateArray()] : [prompt];
        if (parts.Length > 0 && parts.All(part => part.ValueKind == JsonValueKind.Number))
        {
            return [Ids(parts)];
        }

        if (parts.Length is > 0 and <= MostAnswers && parts.All(part => part.ValueKind == JsonValueKind.String))
        {
            return [.. parts.Select(part => Encode(part.GetString()!))];
        }

        if (parts.Length is > 0 and <= MostAnswers && parts.All(part => part.ValueKind == JsonValueKind.Array && part.EnumerateArray().All(id => id.ValueKind == JsonValueKind.Number)))
        {
            return [.. parts.Select(part => Ids([.. part.EnumerateArray()]))];
        }

        fields.Refuse("prompt", $"'prompt' must be a text, a list of token ids, or a list of at most {MostAnswers} of either.");
        return [];

        int[] Encode(string text)
        {
            int[] ids = [.. model.Runner.Language.Tokenizer.BeginIds, .. model.Runner.Language.Tokenizer.Encode(text)];
            if (ids.Length == 0)
            {
                fields.Refuse("prompt", "'prompt' is empty.");
            }

            return ids;
        }

        int[] Ids(JsonElement[] given)
        {
            int[] ids = [.. given.Select(id => id.TryGetInt32(out int value) && value >= 0 && value < model.Runner.Language.Tokenizer.VocabularySize ? value : -1)];
            if (ids.Length == 0 || ids.Contains(-1))
            {
                fields.Refuse("prompt", $"'prompt' must be a list of token ids from 0 to {model.Runner.Language.Tokenizer.VocabularySize - 1}.");
            }

            return ids;
        }
    }
}
