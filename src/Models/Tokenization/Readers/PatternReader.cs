using Tapir.Models.Tokenization.Pipeline;

namespace Tapir.Models.Tokenization.Readers;

/// <summary><c>{"String": "..."}</c> or <c>{"Regex": "..."}</c>.</summary>
internal static class PatternReader
{
    /// <exception cref="InvalidDataException">An empty text, or a pattern that cannot be matched exactly.</exception>
    public static ITextPattern Read(JsonPart part)
    {
        if (!part["String"].IsNothing)
        {
            string sought = part["String"].Text();
            return sought.Length > 0 ? new StringPattern(sought) : throw part.Fault("an empty text cannot be looked for");
        }

        string pattern = part["Regex"].Text();
        try
        {
            return new RegexPattern(pattern);
        }
        catch (ArgumentException unknown)
        {
            throw part.Fault($"the pattern {pattern} cannot be read ({unknown.Message.TrimEnd('.')})");
        }
        catch (InvalidDataException unknown)
        {
            throw part.Fault(unknown.Message.TrimEnd('.'));
        }
    }
}
