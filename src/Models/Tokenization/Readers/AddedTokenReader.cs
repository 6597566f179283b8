using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary><c>added_tokens</c> of a tokenizer.json.</summary>
internal static class AddedTokenReader
{
    /// <exception cref="InvalidDataException">An entry without content or id.</exception>
    public static AddedToken Read(JsonPart part, IReadOnlyDictionary<string, int> vocabulary)
    {
        string content = part["content"].Text();
        if (content.Length == 0)
        {
            throw part.Fault("an added token that is spelled with nothing cannot be found in a text");
        }

        // A token that the vocabulary has too keeps its id there, as in the tokenizers library.
        int listed = part["id"].Number(BpeReader.HighestId);
        bool isSpecial = part["special"].FlagOr(false);
        return new AddedToken(vocabulary.GetValueOrDefault(content, listed), content)
        {
            StripLeft = part["lstrip"].FlagOr(false),
            StripRight = part["rstrip"].FlagOr(false),
            SingleWord = part["single_word"].FlagOr(false),
            // A special one is looked for in the text as given, whatever the file says: else text that merely normalizes to it would forge a turn.
            Normalized = part["normalized"].FlagOr(false) && !isSpecial,
            IsSpecial = isSpecial,
        };
    }
}
