namespace Tapir.Models.Tokenization;

/// <summary>The special tokens of a student that is born in a run, in id order: end of text 0, user 1, assistant 2, padding 3.</summary>
public static class SpecialTokens
{
    public const string EndOfText = "<|endoftext|>";

    public const string User = "<|user|>";

    public const string Assistant = "<|assistant|>";

    public const string Padding = "<|pad|>";

    public const int EndOfTextId = 0;

    public const int UserId = 1;

    public const int AssistantId = 2;

    public const int PaddingId = 3;

    /// <summary>Index = id.</summary>
    public static IReadOnlyList<string> All { get; } = [EndOfText, User, Assistant, Padding];
}
