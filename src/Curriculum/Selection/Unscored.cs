namespace Tapir.Curriculum.Selection;

/// <summary>The judge's reply could not be read, after every retry; left out of selection and counted.</summary>
/// <param name="Reason">What was wrong with the reply, for the report.</param>
public sealed record Unscored(string Reason) : Judgement;
