namespace Tapir.Models.Generation.Answers;

/// <summary>Why an answer ended.</summary>
public enum AnswerFinish
{
    /// <summary>The model ended its turn, or a stop text or token came.</summary>
    Stop,

    /// <summary>The limit of new tokens, or the end of the context.</summary>
    Length,
}
