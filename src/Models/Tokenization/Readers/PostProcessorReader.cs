namespace Tapir.Models.Tokenization.Readers;

/// <summary><c>post_processor</c> of a tokenizer.json: the ids that plain text begins with.</summary>
internal static class PostProcessorReader
{
    /// <exception cref="InvalidDataException">A post-processor that is not known, or one that adds ids after the text.</exception>
    public static IReadOnlyList<int> ReadBeginIds(JsonPart part)
    {
        switch (part.IsNothing ? "" : part.Type)
        {
            case "" when part.IsNothing:
            case "ByteLevel":
                return [];
            case "Sequence":
                return [.. part["processors"].Items().SelectMany(ReadBeginIds)];
            case "TemplateProcessing":
                return ReadTemplate(part);
            default:
                throw part.Unknown("the post-processor");
        }
    }

    private static List<int> ReadTemplate(JsonPart part)
    {
        List<int> ids = [];
        bool isAfterText = false;
        foreach (JsonPart piece in part["single"].Items())
        {
            if (!piece["Sequence"].IsNothing)
            {
                isAfterText = true;
                continue;
            }

            if (isAfterText)
            {
                throw piece.Fault("a token after the text is not one that Tapir knows: a model that continues text is not given its end");
            }

            string name = piece["SpecialToken"]["id"].Text();
            ids.AddRange(part["special_tokens"][name]["ids"].Items().Select(id => id.Number(BpeReader.HighestId)));
        }

        return ids;
    }
}
