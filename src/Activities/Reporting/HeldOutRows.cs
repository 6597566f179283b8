namespace Tapir.Activities.Reporting;

/// <summary>A student on rows of the user's data that it never trained on.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Loss">Mean cross-entropy per response token, in nats.</param>
/// <param name="Correct">Answers whose final answer equals the recorded one.</param>
/// <param name="Accuracy"><paramref name="Correct"/> over the rows answered, 0 to 1.</param>
/// <param name="Low">Lower end of its 95 % interval, 0 to 1.</param>
/// <param name="High">Upper end of its 95 % interval, 0 to 1.</param>
public sealed record HeldOutRows(int Rows, double Loss, int Correct, double Accuracy, double Low, double High)
{
    /// <summary>Mean ROUGE-L of the answers with the recorded ones, 0 to 1; null where not measured.</summary>
    public double? Overlap { get; init; }
}
