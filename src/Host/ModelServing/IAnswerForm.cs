using Tapir.Models.Generation.Answers;

namespace Tapir.Host.ModelServing;

/// <summary>How the answers to one request are written.</summary>
internal interface IAnswerForm
{
    /// <summary>What a stream begins with for each answer; null where nothing does.</summary>
    object? Opening(int index);

    /// <summary>One more piece of an answer.</summary>
    object Piece(int index, AnswerPiece piece);

    /// <summary>The end of an answer in a stream.</summary>
    object Closing(int index, string finish);

    /// <summary>What the stream took, after everything else.</summary>
    object Total(UsageDocument usage);

    /// <summary>Everything at once.</summary>
    object Whole(IReadOnlyList<(AnswerPiece Answer, string Finish)> answers, UsageDocument usage);
}
