namespace Tapir.Models.Tokenization.Pipeline;

/// <summary>Where a Metaspace pre-tokenizer puts its mark before a text; the names are those of <c>tokenizer.json</c>.</summary>
internal enum PrependScheme
{
    /// <summary>Before every piece that has none.</summary>
    Always,

    /// <summary>Before the piece that the input begins with.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
