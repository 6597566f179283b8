namespace Tapir.Models.ChatTemplates.Rendering;

/// <summary>How a statement goes on.</summary>
internal enum Flow
{
    /// <summary>With the next one.</summary>
    Next,

    /// <summary>After the loop.</summary>
    Break,

    /// <summary>With the loop's next pass.</summary>
    Continue,
}
