namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>A part of a text: an added token, or text between such tokens (<see cref="Token"/> is below 0).</summary>
internal readonly record struct TextPart(int Start, int End, int Token)
{
    public bool IsToken => Token >= 0;

    public static TextPart OfText(int start, int end) => new(start, end, -1);
}
