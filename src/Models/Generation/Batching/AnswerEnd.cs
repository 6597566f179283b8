namespace Tapir.Models.Generation.Batching;

/// <summary>Why an answer has no more tokens.</summary>
internal enum AnswerEnd
{
    /// <summary>Its sink said so.</summary>
    Complete,

    /// <summary>The limit of new tokens, or the end of the context.</summary>
    Length,

    /// <summary>Whoever asked gave up.</summary>
    Cancelled,
}
