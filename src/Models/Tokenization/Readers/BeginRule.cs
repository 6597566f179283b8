namespace Tapir.Models.Tokenization.Readers;

/// <summary>Whether plain text begins with the begin token.</summary>
internal enum BeginRule
{
    /// <summary>As the tokenizer's post-processor has it.</summary>
    AsTokenizer,

    /// <summary>It does.</summary>
    Always,

    /// <summary>It does not.</summary>
    Never,
}
