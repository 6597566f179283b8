namespace Tapir.Activities.Reporting;

/// <summary>What became of examples that are longer than a student's context.</summary>
/// <param name="LeftOut">Of the training set, not trained on.</param>
/// <param name="Cut">Of the training set, trained on without the end of their instruction.</param>
/// <param name="HeldOut">Held-out instructions that were cut where the run cuts, and have no answer where it does not.</param>
public sealed record LongExamples(int LeftOut, int Cut, int HeldOut);
