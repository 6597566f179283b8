namespace Tapir.Activities.Reporting;

/// <summary>Exact answers of one student to one label's held-out tasks.</summary>
/// <param name="Label">Task label.</param>
/// <param name="Correct">Tasks answered exactly.</param>
/// <param name="Total">Tasks asked.</param>
/// <param name="Accuracy">Their ratio, 0 to 1.</param>
/// <param name="Low">Lower end of its 95 % interval, 0 to 1.</param>
/// <param name="High">Upper end of its 95 % interval, 0 to 1.</param>
public sealed record TaskAccuracy(string Label, int Correct, int Total, double Accuracy, double Low, double High);
