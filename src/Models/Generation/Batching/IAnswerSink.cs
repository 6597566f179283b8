using Tapir.Models.Generation.Sampling;

namespace Tapir.Models.Generation.Batching;

/// <summary>Who takes the tokens of one answer, in order, on the batch's thread.</summary>
internal interface IAnswerSink
{
    /// <summary>Whether the answer goes on after this token.</summary>
    bool Take(ChosenToken token);

    /// <summary>Nothing comes any more. Called once.</summary>
    void End(AnswerEnd end);
}
